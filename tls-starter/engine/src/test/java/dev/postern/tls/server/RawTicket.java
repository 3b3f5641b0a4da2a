package dev.postern.tls.server;

import dev.postern.tls.crypto.spi.Secret;

/// A ticket in the hands of a [RawClient]; unlike a real client it uses it as often as it likes.
record RawTicket(byte[] identity, byte[] psk, int ageAdd, long receivedAtMillis, long maxEarlyDataBytes,
        long lifetimeSeconds) {
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
