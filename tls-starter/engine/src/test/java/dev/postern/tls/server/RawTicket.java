package dev.postern.tls.server;

import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.EarlySecret;

/// A ticket in the hands of a [RawClient]; unlike a real client it uses it as often as it likes.
record RawTicket(byte[] identity, byte[] psk, int ageAdd, long receivedAtMillis, long maxEarlyDataBytes,
        long lifetimeSeconds) {
    /// No ticket but an external PSK: it has no lifetime.
    static RawTicket external(byte[] identity, byte[] psk) {
        return new RawTicket(identity, psk, 0, 0, 0, 0);
    }

    byte[] binder(EarlySecret early, byte[] partialHash) {
        return lifetimeSeconds == 0 ? early.externalBinder(partialHash) : early.resumptionBinder(partialHash);
    }

    Secret secret() {
        return Secret.copyOf(psk);
    }

    RawTicket damaged() {
        byte[] other = identity.clone();
        other[other.length - 1] ^= 1;
        return new RawTicket(other, psk, ageAdd, receivedAtMillis, maxEarlyDataBytes, lifetimeSeconds);
    }

    /// The same ticket with a key that its thief had to guess.
    RawTicket withGuessedKey() {
        return new RawTicket(identity, new byte[psk.length], ageAdd, receivedAtMillis, maxEarlyDataBytes,
                lifetimeSeconds);
    }
}
