package dev.postern.gateway.routes;

import org.jspecify.annotations.Nullable;

/// Which host a name belongs to, and why.
///
/// @param name the canonical name, or null when none came or it was none
/// @param host the host, or null when there is none
public record NameMatch(Kind kind, @Nullable CanonicalName name, @Nullable Host host) {

    /// How the host was found.
    public enum Kind {
        EXACT("the host lists this very name"),
        WILDCARD("a wildcard of the host takes one label in this place"),
        DEFAULT("no host lists this name, and this host takes what is left"),
        DEFAULT_WITHOUT_NAME("the client sent no name, and this host takes what is left"),
        NONE("no host lists this name, and no host takes what is left"),
        NO_NAME("the client sent no name, and no host takes what is left"),
        INVALID("this is not a host name");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
