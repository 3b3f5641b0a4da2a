package dev.postern.gateway.lifecycle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Says that everything is up, once it is.
@Component
final class ReadyNotice {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyNotice.class);
    private final ObjectProvider<StartLines> features;

    ReadyNotice(ObjectProvider<StartLines> features) {
        this.features = features;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        StringBuilder text = new StringBuilder("Postern is ready");
        features.orderedStream().flatMap(feature -> feature.lines().stream())
                .forEach(line -> text.append(System.lineSeparator()).append(line.isEmpty() ? "" : "  ").append(line));
        LOG.info("{}", text);
    }
}
