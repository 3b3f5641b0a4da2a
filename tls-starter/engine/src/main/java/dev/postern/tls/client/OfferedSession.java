package dev.postern.tls.client;

import dev.postern.tls.certificate.Identity;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.wire.Bytes;

/// A ticket that we offered. Its PSK is used up: what is left of it is the early secret, for this connection alone.
record OfferedSession(ClientSession session, EarlySecret earlySecret) implements OfferedPsk {

    /// The hash of the connection that issued the ticket.
    @Override
    public HashAlgorithm hash() {
        return SuiteParameters.of(session.cipherSuite()).orElseThrow().hash();
    }

    @Override
    public PskIdentity identity(long nowMillis) {
        return new PskIdentity(Bytes.copyOf(session.ticket()), SessionChoice.obfuscatedAge(session, nowMillis));
    }

    @Override
    public byte[] binder(byte[] partialHash) {
        return earlySecret.resumptionBinder(partialHash);
    }

    @Override
    public Identity peer() {
        return session.peerIdentity();
    }

    @Override
    public Staples staples() {
        return session.peerStaples();
    }
}
