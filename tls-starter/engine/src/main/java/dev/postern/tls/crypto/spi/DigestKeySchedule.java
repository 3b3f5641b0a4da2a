package dev.postern.tls.crypto.spi;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/// HMAC (RFC 2104) and HKDF (RFC 5869) over any [MessageDigest].
///
/// Written over the digest because one that is reused beats `Mac` and `KDF`, which are made anew for every key: some two dozen
/// computations in each handshake. Not thread-safe.
public final class DigestKeySchedule implements KeySchedulePrimitives {
    private final HashAlgorithm hash;
    private final MessageDigest digest;
    private final byte[] pad;
    private final byte[] block;

    /// @param digest fresh, and not used by anyone else
    public DigestKeySchedule(HashAlgorithm hash, MessageDigest digest) {
        this.hash = hash;
        this.digest = digest;
        this.pad = new byte[hash.blockBytes()];
        this.block = new byte[hash.lengthBytes()];
    }

    @Override
    public HashAlgorithm hash() {
        return hash;
    }

    @Override
    public Secret extract(byte[] salt, byte[] inputKeyMaterial) {
        byte[] pseudoRandomKey = new byte[hash.lengthBytes()];
        start(salt);
        digest.update(inputKeyMaterial);
        finish(salt, pseudoRandomKey);
        return Secret.wrap(pseudoRandomKey);
    }

    @Override
    public Secret expand(Secret pseudoRandomKey, byte[] info, int lengthBytes) {
        int size = hash.lengthBytes();
        if (lengthBytes > 255 * size) {
            throw new IllegalArgumentException("HKDF expands to at most " + 255 * size + " bytes, not " + lengthBytes);
        }
        byte[] key = pseudoRandomKey.expose();
        byte[] output = new byte[lengthBytes];
        for (int done = 0, round = 1; done < lengthBytes; done += size, round++) {
            start(key);
            if (round > 1) {
                digest.update(block);
            }
            digest.update(info);
            digest.update((byte) round);
            finish(key, block);
            System.arraycopy(block, 0, output, done, Math.min(size, lengthBytes - done));
        }
        Arrays.fill(block, (byte) 0);
        return Secret.wrap(output);
    }

    @Override
    public byte[] hmac(Secret key, byte[] data) {
        byte[] code = new byte[hash.lengthBytes()];
        start(key.expose());
        digest.update(data);
        finish(key.expose(), code);
        return code;
    }

    @Override
    public byte[] digest(byte[] data) {
        return digest.digest(data);
    }

    private void start(byte[] key) {
        absorbPadded(key, (byte) 0x36);
    }

    private void finish(byte[] key, byte[] output) {
        try {
            digest.digest(block, 0, block.length);
            absorbPadded(key, (byte) 0x5c);
            digest.update(block);
            digest.digest(output, 0, output.length);
        } catch (DigestException tooShort) {
            throw new IllegalStateException("an output of the hash's own length is too short", tooShort);
        } finally {
            Arrays.fill(pad, (byte) 0);
        }
    }

    private void absorbPadded(byte[] key, byte filler) {
        byte[] fitting = key.length <= pad.length ? key : digest.digest(key);
        for (int i = 0; i < fitting.length; i++) {
            pad[i] = (byte) (fitting[i] ^ filler);
        }
        Arrays.fill(pad, fitting.length, pad.length, filler);
        digest.update(pad);
    }
}
