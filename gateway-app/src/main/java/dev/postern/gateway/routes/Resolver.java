package dev.postern.gateway.routes;

import dev.postern.gateway.routes.RequestMatch.Refusal;
import dev.postern.gateway.routes.RequestMatch.Refused;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/// The one resolver: handshake policy, certificate, route and the 421 check all come from here. Immutable, lock-free.
public final class Resolver {
    private final HostMatcher matcher;

    Resolver(List<Host> hosts) {
        this.matcher = new HostMatcher(hosts);
    }

    /// The host that a handshake is for.
    ///
    /// @param serverName the SNI, or null when the client sent none
    public NameMatch handshake(@Nullable String serverName) {
        if (serverName == null) {
            return matcher.withoutName();
        }
        return CanonicalName.ofName(serverName).map(matcher::match)
                .orElseGet(() -> new NameMatch(NameMatch.Kind.INVALID, null, null));
    }

    /// The host that a request is for.
    ///
    /// @param authority Host or `:authority`
    public NameMatch authority(String authority) {
        return CanonicalName.ofAuthority(authority).map(matcher::match)
                .orElseGet(() -> new NameMatch(NameMatch.Kind.INVALID, null, null));
    }

    /// Whether a connection opened for one host may carry a request for another.
    public boolean mayCarry(Host connection, Host requested) {
        return connection.mayCarry(requested);
    }

    /// The whole way of a request on a connection that was opened for a host.
    ///
    /// @param path   of the request target, without query
    /// @param header the request's value of a lower-case field name, or null
    public RequestMatch request(Host connection, String authority, String path, String method,
            Function<String, ? extends @Nullable CharSequence> header) {
        NameMatch name = authority(authority);
        if (name.kind() == NameMatch.Kind.INVALID) {
            return new Refused(Refusal.BAD_AUTHORITY, NameMatch.Kind.INVALID.sentence());
        }
        Host host = name.host();
        if (host == null) {
            return new Refused(Refusal.MISDIRECTED, name.kind().sentence());
        }
        if (!connection.mayCarry(host)) {
            return new Refused(Refusal.MISDIRECTED, "the connection was opened for host " + connection.name()
                    + ", which shares neither certificates nor policy with host " + host.name());
        }
        return route(host, path, method, header);
    }

    /// The route of a request whose host is known.
    public RequestMatch route(Host host, String path, String method,
            Function<String, ? extends @Nullable CharSequence> header) {
        return switch (PathNormaliser.normalise(path)) {
            case PathNormaliser.Outcome.Refused(AmbiguousPath reason) -> ambiguous(reason);
            case PathNormaliser.Outcome.Normal(NormalisedPath normal) -> route(host, normal, method, header);
        };
    }

    private static RequestMatch route(Host host, NormalisedPath path, String method,
            Function<String, ? extends @Nullable CharSequence> header) {
        for (Route route : host.routes()) {
            RouteMatch match = route.match();
            if (match.takesPath(path.value()) && match.takesMethod(method) && match.takesHeaders(header)) {
                return path.encodedSlash() && !route.allowEncodedSlash() ? ambiguous(AmbiguousPath.ENCODED_SLASH)
                        : new RequestMatch.Routed(host, route, path);
            }
        }
        return new Refused(Refusal.NO_ROUTE, "no route of host " + host.name() + " takes this path and method");
    }

    private static Refused ambiguous(AmbiguousPath reason) {
        return new Refused(Refusal.AMBIGUOUS_PATH, reason.sentence());
    }
}
