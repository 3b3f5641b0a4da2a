package dev.postern.gateway.routes;

import org.jspecify.annotations.Nullable;

import java.security.cert.X509Certificate;
import java.util.List;

/// How an upstream's certificate is judged.
///
/// @param verify     false only where the operator wrote `insecureSkipVerify`
/// @param serverName what to ask for and to find in the certificate, or null for the endpoint's own host
/// @param trust      the authorities to trust; empty for those of the machine
public record UpstreamTls(boolean verify, @Nullable String serverName, List<X509Certificate> trust) {
    public static final UpstreamTls DEFAULTS = new UpstreamTls(true, null, List.of());

    public UpstreamTls {
        trust = List.copyOf(trust);
    }
}
