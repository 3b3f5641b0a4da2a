package dev.postern.gateway.routes;

import java.util.Optional;

/// What a host calls itself: a name, a wildcard for exactly one label, or everything that no other host takes.
public sealed interface ServerNamePattern {

    record Exact(CanonicalName name) implements ServerNamePattern {
        @Override
        public String text() {
            return name.value();
        }
    }

    /// `*.b.example` takes `a.b.example`, neither `b.example` nor `x.a.b.example`.
    record Wildcard(CanonicalName parent) implements ServerNamePattern {
        @Override
        public String text() {
            return "*." + parent.value();
        }
    }

    /// `*`: also clients that send no name.
    record Default() implements ServerNamePattern {
        @Override
        public String text() {
            return "*";
        }
    }

    /// As it is written in the configuration, canonical.
    String text();

    /// Empty for what is none of the three.
    static Optional<ServerNamePattern> parse(String text) {
        if (text.equals("*")) {
            return Optional.of(new Default());
        }
        if (text.startsWith("*.")) {
            // A wildcard above a single label would take whole top-level domains, and no authority certifies it.
            return CanonicalName.ofName(text.substring(2)).filter(ServerNamePattern::mayHaveChildren)
                    .map(Wildcard::new);
        }
        return CanonicalName.ofName(text).map(Exact::new);
    }

    private static boolean mayHaveChildren(CanonicalName parent) {
        return !parent.isAddress() && (parent.value().indexOf('.') > 0 || parent.value().equals("localhost"));
    }
}
