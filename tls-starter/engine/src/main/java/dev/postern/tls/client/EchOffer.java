package dev.postern.tls.client;

import dev.postern.tls.ech.EchConfig;
import dev.postern.tls.ech.EchSealing;
import dev.postern.tls.ech.EchStatus;

/// What an offer has to do with Encrypted Client Hello (RFC 9849 6).
sealed interface EchOffer {

    record None() implements EchOffer {}

    /// It only looks so.
    record Grease() implements EchOffer {}

    /// The offer is the inner hello.
    ///
    /// @param outer   what goes on the wire, and what the server answers when it cannot read the inner one
    /// @param sealing for the second hello
    record Hidden(ClientOffer outer, EchSealing sealing) implements EchOffer {}

    /// The offer is the outer hello: the server did not read the inner one. All that is left to do is to find out which configuration it
    /// wants.
    ///
    /// @param config which it did not know
    record Exposed(EchConfig config) implements EchOffer {}

    default EchStatus status() {
        return switch (this) {
            case None() -> EchStatus.NOT_OFFERED;
            case Grease() -> EchStatus.GREASE;
            case Hidden _ -> EchStatus.ACCEPTED;
            case Exposed _ -> EchStatus.REJECTED;
        };
    }
}
