package dev.postern.gateway.security;

import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import dev.postern.gateway.settings.CurrentSettings;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

import java.util.Set;

/// A browser sends the cookie along with whatever page asks; so a write with it must come from our own pages.
@Component
final class Origins {
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private final CurrentSettings settings;

    Origins(CurrentSettings settings) {
        this.settings = settings;
    }

    /// @throws Problem for a write from another site, or from nowhere
    void require(ServerHttpRequest request) {
        if (HARMLESS.contains(request.getMethod()) || isOurs(request)) {
            return;
        }
        throw Problem.of(ProblemType.FOREIGN_ORIGIN,
                "A write with the session cookie must come from this gateway's own pages; scripts use the bearer token.");
    }

    private boolean isOurs(ServerHttpRequest request) {
        String origin = request.getHeaders().getFirst(HttpHeaders.ORIGIN);
        String host = request.getHeaders().getFirst(HttpHeaders.HOST);
        String authority = host == null ? request.getURI().getRawAuthority() : host;
        return origin != null
                && (origin.equals("https://" + authority) || settings.get().admin().allowedOrigins().contains(origin));
    }
}
