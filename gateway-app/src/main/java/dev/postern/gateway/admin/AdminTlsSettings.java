package dev.postern.gateway.admin;

import dev.postern.tls.spring.TlsConfigurationException;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

import java.util.List;

/// Refuses settings under which the admin plane would speak no TLS, another's TLS, or take early data. It looks as soon as the
/// configuration is read: what the starter would advise any application, such as switching it off, is wrong here.
final class AdminTlsSettings implements EnvironmentPostProcessor, Ordered {
    private static final String OWN_CERTIFICATE = "To give the admin plane a certificate, define"
            + " spring.ssl.bundle.pem.admin.keystore.certificate and .private-key, and set postern.tls.bundle=admin.";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Binder binder = Binder.get(environment);
        if (!binder.bind("postern.tls.enabled", Boolean.class).orElse(true)) {
            throw new TlsConfigurationException(
                    "postern.tls.enabled=false would leave the admin plane, and its token, in the clear.",
                    "Remove it. " + OWN_CERTIFICATE);
        }
        if (isSet(binder, "server.ssl") && binder.bind("server.ssl.enabled", Boolean.class).orElse(true)) {
            throw new TlsConfigurationException(
                    "server.ssl.* is set, but the admin plane's TLS is Postern's own and reads postern.tls.* alone.",
                    "Remove server.ssl.*. " + OWN_CERTIFICATE);
        }
        if (binder.bind("postern.tls.early-data.accept", Boolean.class).orElse(false)
                || binder.bind("postern.tls.early-data.issue-max-bytes", Long.class).orElse(0L) != 0) {
            throw new TlsConfigurationException(
                    "postern.tls.early-data.* would let early data, which anybody can replay, into the admin plane.",
                    "Remove it. For clients of the gateway, 0-RTT is switched on per host: earlyData in /api/v1/hosts.");
        }
        for (String kind : List.of("pem", "jks")) {
            String bundle = "spring.ssl.bundle." + kind + "." + AdminCertificate.BUNDLE;
            if (isSet(binder, bundle)) {
                throw new TlsConfigurationException(
                        bundle + ".* is set, but the gateway keeps its self-signed certificate under that name.",
                        "Give the bundle another name. " + OWN_CERTIFICATE);
            }
        }
    }

    private static boolean isSet(Binder binder, String prefix) {
        return binder.bind(prefix, Bindable.mapOf(String.class, Object.class)).map(values -> !values.isEmpty())
                .orElse(false);
    }

    /// When the configuration files and servers have been read.
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
