package dev.postern.tls.server;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// What a HelloRetryRequest's cookie says (RFC 9846 4.3.2): all that the transcript needs of the first hello, so that the server keeps
/// no hash state while it waits. Not secret, but authentic: it comes back under our own MAC.
///
/// ```
/// version (1) | cipher suite (2) | group (2) | hash of ClientHello1 | HMAC-SHA-256 (32)
/// ```
record RetryCookie(CipherSuite cipherSuite, NamedGroup group, byte[] firstHelloHash) {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 5;
    private static final int MAC_BYTES = 32;

    byte[] seal(byte[] key, KeySchedulePrimitives sha256) {
        byte[] content = ByteBuffer.allocate(FIXED_BYTES + firstHelloHash.length).put(VERSION)
                .putShort((short) cipherSuite.code()).putShort((short) group.code()).put(firstHelloHash).array();
        byte[] mac = mac(key, sha256, content);
        byte[] cookie = Arrays.copyOf(content, content.length + MAC_BYTES);
        System.arraycopy(mac, 0, cookie, content.length, MAC_BYTES);
        return cookie;
    }

    /// Empty when we did not make it.
    static Optional<RetryCookie> open(byte[] cookie, byte[] key, KeySchedulePrimitives sha256) {
        if (cookie.length <= FIXED_BYTES + MAC_BYTES || cookie[0] != VERSION) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(cookie, cookie.length - MAC_BYTES);
        byte[] mac = Arrays.copyOfRange(cookie, content.length, cookie.length);
        if (!MessageDigest.isEqual(mac, mac(key, sha256, content))) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(content, 1, content.length - 1);
        CipherSuite suite = new CipherSuite(Short.toUnsignedInt(in.getShort()));
        NamedGroup group = new NamedGroup(Short.toUnsignedInt(in.getShort()));
        return Optional.of(new RetryCookie(suite, group, Arrays.copyOfRange(content, FIXED_BYTES, content.length)));
    }

    private static byte[] mac(byte[] key, KeySchedulePrimitives sha256, byte[] content) {
        Secret secret = Secret.copyOf(key);
        try {
            return sha256.hmac(secret, content);
        } finally {
            secret.destroy();
        }
    }
}
