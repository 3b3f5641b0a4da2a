package dev.postern.gateway.upstreams;

import dev.postern.gateway.routes.CanonicalName;
import dev.postern.gateway.routes.Endpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// The URL of an endpoint: scheme, host and port, nothing more.
final class EndpointUrl {
    private EndpointUrl() {}

    /// Empty for anything else.
    static Optional<Endpoint> parse(String text, int weight) {
        try {
            URI uri = new URI(text);
            boolean tls = "https".equalsIgnoreCase(uri.getScheme());
            boolean known = tls || "http".equalsIgnoreCase(uri.getScheme());
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            boolean more = uri.getUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null
                    || !(path.isEmpty() || path.equals("/"));
            int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
            if (!known || more || uri.getHost() == null || port == 0 || port > 65_535) {
                return Optional.empty();
            }
            return CanonicalName.ofName(uri.getHost()).map(name -> new Endpoint(tls, bare(name.value()), port, weight));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /// The one form of it.
    static String text(Endpoint endpoint) {
        String host = endpoint.host().indexOf(':') >= 0 ? "[" + endpoint.host() + "]" : endpoint.host();
        return (endpoint.tls() ? "https://" : "http://") + host + ":" + endpoint.port();
    }

    private static String bare(String name) {
        return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    }
}
