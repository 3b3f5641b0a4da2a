package dev.postern.tls.fuzz;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.DigestKeySchedule;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Hpke;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.KeyShares;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.crypto.spi.SigningKey;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Cryptography of glass: records are as long as real ones and can be read and changed by anybody, every signature that begins with 1
/// is good, and every key exchange has the same result. A fuzzer needs no keys to get behind the first record.
final class GlassCrypto implements CryptoProvider {
    private static final byte GOOD_SIGNATURE = 1;
    private static final byte BAD_TAG = (byte) 0xff;

    private final boolean blind;

    private GlassCrypto(boolean blind) {
        this.blind = blind;
    }

    /// Hashes and MACs are real: whoever changes the transcript is found out by Finished.
    static GlassCrypto honest() {
        return new GlassCrypto(false);
    }

    /// Every MAC is zero: Finished, binders and cookies can be forged, as by a peer that computes them rightly over what it made up.
    static GlassCrypto blind() {
        return new GlassCrypto(true);
    }

    static byte[] goodSignature() {
        return new byte[]{GOOD_SIGNATURE, 2, 3, 4};
    }

    @Override
    public String name() {
        return "glass";
    }

    @Override
    public Set<AeadAlgorithm> aeads() {
        return Set.of(AeadAlgorithm.values());
    }

    @Override
    public Aead aead(AeadAlgorithm algorithm, Secret key) {
        Findings.requireSame(algorithm.keyBytes(), key.length(), "the length of a key");
        return new GlassAead();
    }

    @Override
    public Set<NamedGroup> groups() {
        return Set.of(NamedGroup.X25519, NamedGroup.SECP256R1);
    }

    @Override
    public KeyExchange keyExchange(NamedGroup group, RandomSource random) {
        int length = group.equals(NamedGroup.X25519) ? 32 : 65;
        return () -> new GlassShare(group, random.bytes(length));
    }

    @Override
    public KeySchedulePrimitives keySchedule(HashAlgorithm hash) {
        KeySchedulePrimitives real = new DigestKeySchedule(hash, digest(hash));
        return blind ? new BlindMac(real) : real;
    }

    @Override
    public MessageDigest digest(HashAlgorithm hash) {
        try {
            return MessageDigest.getInstance(hash.jcaName());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Override
    public Set<HpkeSuite> hpkeSuites() {
        return HpkeSuite.ALL;
    }

    @Override
    public Hpke hpke(HpkeSuite suite) {
        return new GlassHpke();
    }

    @Override
    public Set<SignatureScheme> signatureSchemes() {
        return Set.of(SignatureScheme.ED25519, SignatureScheme.ECDSA_SECP256R1_SHA256);
    }

    @Override
    public SigningKey signingKey(PrivateKey key, PublicKey publicKey) {
        return new SigningKey() {
            @Override
            public List<SignatureScheme> schemes() {
                return List.of(SignatureScheme.ED25519);
            }

            @Override
            public byte[] sign(SignatureScheme scheme, byte[] content, RandomSource random) {
                return goodSignature();
            }
        };
    }

    @Override
    public boolean fits(SignatureScheme scheme, PublicKey key) {
        return scheme.equals(SignatureScheme.ED25519) == key.getAlgorithm().equals("EdDSA");
    }

    @Override
    public boolean verify(SignatureScheme scheme, PublicKey key, byte[] content, byte[] signature) {
        return signature.length > 0 && signature[0] == GOOD_SIGNATURE;
    }

    private record GlassShare(NamedGroup group, byte[] share) implements KeyExchange.Generated {
        @Override
        public Secret decapsulate(byte[] peerShare) {
            KeyShares.requireLength(group, peerShare, share.length);
            byte[] secret = new byte[32];
            Arrays.fill(secret, (byte) 42);
            return Secret.wrap(secret);
        }

        @Override
        public void destroy() {}
    }

    private record BlindMac(KeySchedulePrimitives real) implements KeySchedulePrimitives {
        @Override
        public HashAlgorithm hash() {
            return real.hash();
        }

        @Override
        public Secret extract(byte[] salt, byte[] inputKeyMaterial) {
            return real.extract(salt, inputKeyMaterial);
        }

        @Override
        public Secret expand(Secret pseudoRandomKey, byte[] info, int lengthBytes) {
            return real.expand(pseudoRandomKey, info, lengthBytes);
        }

        @Override
        public byte[] hmac(Secret key, byte[] data) {
            key.expose();
            return new byte[real.hash().lengthBytes()];
        }

        @Override
        public byte[] digest(byte[] data) {
            return real.digest(data);
        }
    }

    /// The plaintext, and a tag of zeros. A tag that begins with 0xff does not fit, so that a fuzzer can have records that do not open.
    private static final class GlassAead implements Aead {
        private boolean destroyed;

        @Override
        public int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset,
                int length, byte[] out, int outOffset) {
            requireKey();
            System.arraycopy(in, inOffset, out, outOffset, length);
            Arrays.fill(out, outOffset + length, outOffset + length + AeadAlgorithm.TAG_BYTES, (byte) 0);
            return length + AeadAlgorithm.TAG_BYTES;
        }

        @Override
        public int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset,
                int length, byte last, byte[] out, int outOffset) {
            seal(nonce, additionalData, additionalLength, in, inOffset, length, out, outOffset);
            out[outOffset + length] = last;
            out[outOffset + length + AeadAlgorithm.TAG_BYTES] = 0;
            return length + 1 + AeadAlgorithm.TAG_BYTES;
        }

        @Override
        public int open(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset,
                int length, byte[] out, int outOffset) {
            requireKey();
            int plain = length - AeadAlgorithm.TAG_BYTES;
            if (in[inOffset + plain] == BAD_TAG) {
                return -1;
            }
            System.arraycopy(in, inOffset, out, outOffset, plain);
            return plain;
        }

        @Override
        public void destroy() {
            destroyed = true;
        }

        private void requireKey() {
            Findings.require(!destroyed, "a key is used after it was wiped");
        }
    }
}
