package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Cryptography for the engine. Thread-safe: one instance serves every connection; what it hands out belongs to one connection,
/// except a [SigningKey].
public interface CryptoProvider {
    /// For the actuator: `jdk`, `bc`, or `fastest`.
    String name();

    /// Which implementation serves which primitive, in a stable order: `AES_128_GCM` to `jdk`, `x25519` to `bc`, ...
    default Map<String, String> assignments() {
        Map<String, String> assignments = new LinkedHashMap<>();
        aeads().stream().sorted().forEach(aead -> assignments.put(aead.name(), name()));
        groups().stream().map(NamedGroup::toString).sorted().forEach(group -> assignments.put(group, name()));
        signatureSchemes().stream().map(SignatureScheme::toString).sorted()
                .forEach(scheme -> assignments.put(scheme, name()));
        Arrays.stream(HashAlgorithm.values()).forEach(hash -> assignments.put(hash.jcaName(), name()));
        return assignments;
    }

    Set<AeadAlgorithm> aeads();

    /// @param key copied: the caller wipes its own when it is done with it
    /// @throws UnsupportedOperationException for one that is not in [#aeads]
    Aead aead(AeadAlgorithm algorithm, Secret key);

    Set<NamedGroup> groups();

    /// @param random where private keys come from, so that a test can replay a trace
    /// @throws UnsupportedOperationException for one that is not in [#groups]
    KeyExchange keyExchange(NamedGroup group, RandomSource random);

    KeySchedulePrimitives keySchedule(HashAlgorithm hash);

    /// Empty where there is no HPKE, and so no Encrypted Client Hello.
    default Set<HpkeSuite> hpkeSuites() {
        return Set.of();
    }

    /// @throws UnsupportedOperationException for one that is not in [#hpkeSuites]
    default Hpke hpke(HpkeSuite suite) {
        throw new UnsupportedOperationException("no HPKE from " + name());
    }

    /// A fresh digest; it can be cloned for the transcript hash.
    MessageDigest digest(HashAlgorithm hash);

    /// What CertificateVerify can be signed and checked with.
    Set<SignatureScheme> signatureSchemes();

    /// Prepares a key once, so that no signature pays for converting it.
    ///
    /// @param publicKey of the certificate: it says more than the private key does (`rsaEncryption` or `id-RSASSA-PSS`, which curve)
    /// @throws InvalidKeyException for a kind of key that we cannot sign with; the message says which
    SigningKey signingKey(PrivateKey key, PublicKey publicKey) throws InvalidKeyException;

    /// Whether a key is of the kind that the scheme signs with (RFC 9846 4.3.3).
    boolean fits(SignatureScheme scheme, PublicKey key);

    /// False for a wrong signature, and for a key that does not fit the scheme (an RSA key with an ECDSA scheme, P-384 with
    /// `ecdsa_secp256r1_sha256`, ...).
    ///
    /// @param content the whole signed content of RFC 9846 4.5.2
    boolean verify(SignatureScheme scheme, PublicKey key, byte[] content, byte[] signature);
}
