package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;

import java.security.MessageDigest;

/// The running hash over the handshake messages, four-byte header included (RFC 9846 4.1). Not thread-safe.
public final class TranscriptHash {
    private static final byte MESSAGE_HASH = (byte) 254;

    private final HashAlgorithm hash;
    private final MessageDigest digest;

    private TranscriptHash(HashAlgorithm hash, MessageDigest digest) {
        this.hash = hash;
        this.digest = digest;
    }

    public static TranscriptHash start(CryptoProvider crypto, HashAlgorithm hash) {
        return new TranscriptHash(hash, crypto.digest(hash));
    }

    /// After a HelloRetryRequest the first ClientHello is represented by its hash alone, which lets a server keep it in a cookie.
    ///
    /// @param clientHelloHash of the first ClientHello, as [#current] gave it
    public static TranscriptHash startAfterRetry(CryptoProvider crypto, HashAlgorithm hash, byte[] clientHelloHash) {
        if (clientHelloHash.length != hash.lengthBytes()) {
            throw new IllegalArgumentException(
                    "a hash of %d bytes is no %s".formatted(clientHelloHash.length, hash.jcaName()));
        }
        TranscriptHash transcript = start(crypto, hash);
        // RFC 9846 4.1: message_hash || 00 00 Hash.length || Hash(ClientHello1)
        transcript.digest.update(new byte[]{MESSAGE_HASH, 0, 0, (byte) clientHelloHash.length});
        transcript.digest.update(clientHelloHash);
        return transcript;
    }

    public HashAlgorithm hash() {
        return hash;
    }

    /// Adds a whole message, or several.
    public void update(byte[] message) {
        digest.update(message);
    }

    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    /// The hash up to here; the transcript goes on.
    public byte[] current() {
        return fork().digest();
    }

    /// The hash as if `length` bytes more had been added; the transcript itself does not see them. For binders, which cover a ClientHello
    /// without its binders (RFC 9846 4.3.11.2), and for signing what is still to be sent.
    public byte[] currentWith(byte[] bytes, int offset, int length) {
        MessageDigest fork = fork();
        fork.update(bytes, offset, length);
        return fork.digest();
    }

    public TranscriptHash copy() {
        return new TranscriptHash(hash, fork());
    }

    private MessageDigest fork() {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException broken) {
            throw new IllegalStateException("the crypto provider gave a digest that cannot be cloned", broken);
        }
    }
}
