package dev.postern.gateway.routes;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Name to host: exact, then one-label wildcard, then the default. Handshake and request ask the same instance.
final class HostMatcher {
    private final Map<String, Host> exact = new HashMap<>();
    private final Map<String, Host> wildcard = new HashMap<>();
    private @Nullable Host fallback;

    /// @throws IllegalArgumentException when two hosts claim one name
    HostMatcher(List<Host> hosts) {
        for (Host host : hosts) {
            for (ServerNamePattern pattern : host.serverNames()) {
                Host other = claim(pattern, host);
                if (other != null) {
                    throw new IllegalArgumentException(
                            "hosts " + other.name() + " and " + host.name() + " both claim " + pattern.text());
                }
            }
        }
    }

    private @Nullable Host claim(ServerNamePattern pattern, Host host) {
        return switch (pattern) {
            case ServerNamePattern.Exact e -> exact.putIfAbsent(e.name().value(), host);
            case ServerNamePattern.Wildcard w -> wildcard.putIfAbsent(w.parent().value(), host);
            case ServerNamePattern.Default() -> {
                Host other = fallback;
                fallback = other == null ? host : other;
                yield other;
            }
        };
    }

    NameMatch match(CanonicalName name) {
        Host host = exact.get(name.value());
        if (host != null) {
            return new NameMatch(NameMatch.Kind.EXACT, name, host);
        }
        Optional<Host> byWildcard = name.parent().map(wildcard::get);
        if (byWildcard.isPresent()) {
            return new NameMatch(NameMatch.Kind.WILDCARD, name, byWildcard.get());
        }
        Host left = fallback;
        return left == null ? new NameMatch(NameMatch.Kind.NONE, name, null)
                : new NameMatch(NameMatch.Kind.DEFAULT, name, left);
    }

    NameMatch withoutName() {
        Host left = fallback;
        return left == null ? new NameMatch(NameMatch.Kind.NO_NAME, null, null)
                : new NameMatch(NameMatch.Kind.DEFAULT_WITHOUT_NAME, null, left);
    }
}
