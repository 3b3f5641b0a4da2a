package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;

import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Set;

/// Cryptography for the engine. Thread-safe: one instance serves every connection; what it hands out belongs to one connection.
public interface CryptoProvider {
    /// For the actuator: `jdk`, `bc`, or which primitive comes from where.
    String name();

    Set<AeadAlgorithm> aeads();

    /// @throws UnsupportedOperationException for one that is not in [#aeads]
    Aead aead(AeadAlgorithm algorithm, Secret key);

    Set<NamedGroup> groups();

    /// @throws UnsupportedOperationException for one that is not in [#groups]
    KeyExchange keyExchange(NamedGroup group);

    KeySchedulePrimitives keySchedule(HashAlgorithm hash);

    /// A fresh digest; it can be cloned for the transcript hash.
    MessageDigest digest(HashAlgorithm hash);

    /// What CertificateVerify can be signed and checked with.
    Set<SignatureScheme> signatureSchemes();

    /// @param content the whole signed content of RFC 9846 4.5.2
    byte[] sign(SignatureScheme scheme, PrivateKey key, byte[] content, RandomSource random);

    /// False for a wrong signature, and for a key that does not fit the scheme (an RSA key with an ECDSA scheme, P-384 with
    /// `ecdsa_secp256r1_sha256`, ...).
    boolean verify(SignatureScheme scheme, PublicKey key, byte[] content, byte[] signature);
}
