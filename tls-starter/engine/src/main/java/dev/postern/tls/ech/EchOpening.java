package dev.postern.tls.ech;

import dev.postern.tls.crypto.spi.Hpke;
import dev.postern.tls.crypto.spi.HpkeSuite;

import java.util.Optional;

/// A server's HPKE context for one connection: made by the first hello, used again by the second.
public final class EchOpening {
    private final int configId;
    private final HpkeSuite suite;
    private final Hpke.Receiver receiver;
    private final byte[] firstInner;

    EchOpening(int configId, HpkeSuite suite, Hpke.Receiver receiver, byte[] firstInner) {
        this.configId = configId;
        this.suite = suite;
        this.receiver = receiver;
        this.firstInner = firstInner;
    }

    /// The EncodedClientHelloInner of the first hello.
    public byte[] firstInner() {
        return firstInner.clone();
    }

    /// RFC 9849 7.1.1: whether a second hello names the same configuration and suite.
    public boolean isFor(int otherConfigId, int kdf, int aead) {
        return configId == otherConfigId && suite.kdf() == kdf && suite.aead() == aead;
    }

    /// The EncodedClientHelloInner of the second hello; empty when it does not open.
    public Optional<byte[]> openSecond(byte[] additionalData, byte[] payload) {
        return receiver.open(additionalData, payload);
    }
}
