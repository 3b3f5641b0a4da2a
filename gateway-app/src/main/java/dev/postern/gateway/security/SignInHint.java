package dev.postern.gateway.security;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Says at the start where the token lies, never the token.
@Component
final class SignInHint {
    private static final Logger LOG = LoggerFactory.getLogger(SignInHint.class);
    private final AdminToken token;

    SignInHint(AdminToken token) {
        this.token = token;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        LOG.info("The admin token lies in {}", token.file().toAbsolutePath().normalize());
    }
}
