package dev.postern.gateway.security;

import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// Reads from a request who sent it. A wrong credential is refused; none at all is left to the rules.
@Component
final class Credentials {
    static final String COOKIE = "__Host-postern";
    static final String ADMIN = "admin";
    private static final String BEARER = "Bearer ";

    private final AdminToken token;
    private final Sessions sessions;
    private final Attempts attempts;
    private final Origins origins;

    Credentials(AdminToken token, Sessions sessions, Attempts attempts, Origins origins) {
        this.token = token;
        this.sessions = sessions;
        this.attempts = attempts;
        this.origins = origins;
    }

    /// @throws Problem for a wrong credential, too many of them, or a write with the cookie from another site
    Optional<Authentication> read(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            requireToken(header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? header.substring(BEARER.length()).strip()
                    : "", request);
            return Optional.of(signedIn(ADMIN));
        }
        HttpCookie cookie = request.getCookies().getFirst(COOKIE);
        Optional<Sessions.Session> session = cookie == null ? Optional.empty() : sessions.find(cookie.getValue());
        session.ifPresent(found -> origins.require(request));
        return session.map(found -> signedIn(found.actor()));
    }

    /// @throws Problem when it is not the token
    void requireToken(String candidate, ServerHttpRequest request) {
        InetAddress address = address(request);
        attempts.requireAllowed(address);
        if (!token.matches(candidate)) {
            attempts.failed(address);
            throw Problem.of(ProblemType.UNAUTHENTICATED,
                    "The token is wrong. It lies in the file admin-token of the data directory.");
        }
        attempts.succeeded(address);
    }

    private static Authentication signedIn(String actor) {
        return UsernamePasswordAuthenticationToken.authenticated(actor, "", List.of());
    }

    private static InetAddress address(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return remote == null || remote.getAddress() == null ? InetAddress.getLoopbackAddress() : remote.getAddress();
    }
}
