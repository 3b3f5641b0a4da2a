package dev.postern.tls.server;

import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.ech.EchOpening;
import dev.postern.tls.ech.EchStatus;

import java.util.Optional;

/// What Encrypted Client Hello made of a hello (RFC 9849 7).
sealed interface EchOutcome {

    record NotOffered() implements EchOutcome {}

    /// Nothing of ours opens it: GREASE, or a key that is gone.
    ///
    /// @param retryConfigs what to use instead
    record Rejected(Optional<EchConfigList> retryConfigs) implements EchOutcome {}

    /// This is the inner hello.
    ///
    /// @param opening opens the second one
    record Accepted(EchOpening opening) implements EchOutcome {}

    /// This is the inner hello, which somebody in front of us has opened.
    record Forwarded() implements EchOutcome {}

    /// Whether the client waits for a sign that its inner hello was read.
    default boolean isToConfirm() {
        return status() == EchStatus.ACCEPTED;
    }

    default EchStatus status() {
        return switch (this) {
            case NotOffered() -> EchStatus.NOT_OFFERED;
            case Rejected(var _) -> EchStatus.REJECTED;
            case Accepted(var _) -> EchStatus.ACCEPTED;
            case Forwarded() -> EchStatus.ACCEPTED;
        };
    }
}
