package dev.postern.tls.netty;

import dev.postern.tls.config.Limits;

import java.time.Duration;

/// How long a client of one policy may take. [Limits] are the ceiling: a policy is chosen when the ClientHello is there, and can only be
/// stricter than what held until then.
///
/// @param handshake    from the connection to the client's Finished: a client that never finishes
/// @param confirmation from accepted early data to the client's Finished: a client that sends early data and no Finished
public record HandshakeDeadlines(Duration handshake, Duration confirmation) {
    public HandshakeDeadlines {
        if (!handshake.isPositive() || !confirmation.isPositive()) {
            throw new IllegalArgumentException(
                    "deadlines are longer than zero, got " + handshake + " and " + confirmation);
        }
    }

    /// For policies that ask for nothing stricter.
    static HandshakeDeadlines of(Limits limits) {
        return new HandshakeDeadlines(limits.handshakeDeadline(), limits.confirmationDeadline());
    }

    HandshakeDeadlines within(HandshakeDeadlines ceiling) {
        return new HandshakeDeadlines(shorter(handshake, ceiling.handshake),
                shorter(confirmation, ceiling.confirmation));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
