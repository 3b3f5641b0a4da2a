package dev.postern.gateway.publication;

import dev.postern.gateway.settings.CurrentSettings;
import dev.postern.gateway.settings.PosternProperties;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Set;

/// A refresh of the environment (a configuration server, `POST /actuator/refresh`): the settings are bound and checked anew, what can
/// change in a running process changes at once, the rest waits for the next start. What is wrong leaves the old ones in service.
@Component
final class RefreshOfSettings {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshOfSettings.class);
    private final Environment environment;
    private final CurrentSettings settings;
    private final Validator validator;
    private final SnapshotPublication publication;

    RefreshOfSettings(Environment environment, CurrentSettings settings, Validator validator,
            SnapshotPublication publication) {
        this.environment = environment;
        this.settings = settings;
        this.validator = validator;
        this.publication = publication;
    }

    @EventListener
    void environmentChanged(EnvironmentChangeEvent event) {
        List<String> changed = event.getKeys().stream().filter(key -> key.startsWith("postern.")).sorted().toList();
        if (changed.isEmpty()) {
            return;
        }
        try {
            PosternProperties next = Binder.get(environment).bindOrCreate("postern", PosternProperties.class);
            Set<ConstraintViolation<PosternProperties>> wrong = validator.validate(next);
            if (!wrong.isEmpty()) {
                ConstraintViolation<PosternProperties> first = wrong.iterator().next();
                throw new IllegalArgumentException("postern." + first.getPropertyPath() + " " + first.getMessage());
            }
            settings.refresh(next);
            publication.recompile();
            report(changed);
        } catch (BindException | IllegalArgumentException e) {
            LOG.error("The changed settings are wrong and the old ones stay: {}", innermost(e).getMessage());
        }
    }

    private static void report(List<String> changed) {
        List<String> now = changed.stream().filter(CurrentSettings::canRefresh).toList();
        List<String> later = changed.stream().filter(key -> !CurrentSettings.canRefresh(key)).toList();
        if (!now.isEmpty()) {
            LOG.info("Changed: {}", String.join(", ", now));
        }
        if (!later.isEmpty()) {
            LOG.warn("Changed, and in effect from the next start on: {}", String.join(", ", later));
        }
    }

    private static Throwable innermost(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost;
    }
}
