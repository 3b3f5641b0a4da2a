package dev.postern.tls.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/// Settings that would leave a port in the clear, or two TLS stacks on one port, without anybody noticing.
final class ConflictingSettings {
    private ConflictingSettings() {}

    static void check(Environment environment) {
        Binder binder = Binder.get(environment);
        if (isSet(binder, "server.ssl") && binder.bind("server.ssl.enabled", Boolean.class).orElse(true)) {
            throw new TlsConfigurationException(
                    "Both server.ssl.* and postern.tls.* are set: the web server can be secured by one of them only.",
                    "Remove server.ssl.* (a bundle can be named in postern.tls.bundle), or set postern.tls.enabled=false.");
        }
        Integer port = binder.bind("management.server.port", Integer.class).orElse(null);
        if (isSeparate(binder, port) && !isSecured(binder)) {
            throw new TlsConfigurationException(
                    "management.server.port=%d opens a second server, which postern.tls.* does not secure: it would speak plain HTTP."
                            .formatted(port),
                    "Set management.server.ssl.bundle, or remove management.server.port so that the actuator is served by the secured server.");
        }
    }

    /// Port -1 switches the management server off; the web server's own port is no second server.
    private static boolean isSeparate(Binder binder, @Nullable Integer port) {
        if (port == null || port < 0) {
            return false;
        }
        int own = binder.bind("server.port", Integer.class).orElse(8080);
        return port == 0 || port != own;
    }

    private static boolean isSecured(Binder binder) {
        return isSet(binder, "management.server.ssl")
                && binder.bind("management.server.ssl.enabled", Boolean.class).orElse(true);
    }

    private static boolean isSet(Binder binder, String prefix) {
        return binder.bind(prefix, Bindable.mapOf(String.class, Object.class)).map(values -> !values.isEmpty())
                .orElse(false);
    }
}
