package dev.postern.tls.client;

import dev.postern.tls.certificate.Identity;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.psk.ExternalPsk;
import dev.postern.tls.wire.Bytes;

/// An external PSK that we offered.
record OfferedExternalPsk(ExternalPsk psk, EarlySecret earlySecret) implements OfferedPsk {

    @Override
    public HashAlgorithm hash() {
        return psk.hash();
    }

    @Override
    public PskIdentity identity(long nowMillis) {
        // RFC 9846 4.3.11: for identities established externally, an obfuscated_ticket_age of 0 SHOULD be used
        return new PskIdentity(Bytes.copyOf(psk.identity()), 0);
    }

    @Override
    public byte[] binder(byte[] partialHash) {
        return earlySecret.externalBinder(psk.isImported(), partialHash);
    }

    @Override
    public Identity peer() {
        return psk.holder();
    }

    @Override
    public Staples staples() {
        return Staples.NONE;
    }
}
