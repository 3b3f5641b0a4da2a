package dev.postern.gateway.publication;

import dev.postern.gateway.settings.CurrentSettings;
import dev.postern.gateway.settings.PosternProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// A refresh of the environment (a configuration server, `POST /actuator/refresh`): the settings are bound anew and the snapshot
/// compiled again. What is wrong leaves the old ones in service.
@Component
final class RefreshOfSettings {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshOfSettings.class);
    private final Environment environment;
    private final CurrentSettings settings;
    private final SnapshotPublication publication;

    RefreshOfSettings(Environment environment, CurrentSettings settings, SnapshotPublication publication) {
        this.environment = environment;
        this.settings = settings;
        this.publication = publication;
    }

    @EventListener
    void environmentChanged(EnvironmentChangeEvent event) {
        if (event.getKeys().stream().noneMatch(key -> key.startsWith("postern."))) {
            return;
        }
        try {
            settings.replace(Binder.get(environment).bindOrCreate("postern", PosternProperties.class));
            publication.recompile();
        } catch (BindException | IllegalArgumentException e) {
            LOG.error("The changed settings are wrong and the old ones stay: {}", e.getMessage());
        }
    }
}
