package dev.postern.tls.server;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;

/// A cookie of ours with one byte wrong, for measurements; here because a cookie is this room's affair.
public final class CookieGuess {
    private final byte[] key = new byte[32];
    private final KeySchedulePrimitives primitives;
    private final byte[] good;
    private final byte[] cookie;

    public CookieGuess(KeySchedulePrimitives primitives) {
        this.primitives = primitives;
        this.good = new RetryCookie(CipherSuite.TLS_AES_128_GCM_SHA256, NamedGroup.X25519, new byte[32]).seal(key,
                primitives);
        this.cookie = good.clone();
    }

    /// @param position counted from the end: -1 is the last byte
    public void wrongAt(int position) {
        System.arraycopy(good, 0, cookie, 0, good.length);
        cookie[cookie.length + position] ^= 1;
    }

    public boolean opens() {
        return RetryCookie.open(cookie, key, primitives).isPresent();
    }
}
