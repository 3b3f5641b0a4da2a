package dev.postern.tls.vectors;

import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.MlDsaScheme;
import dev.postern.tls.crypto.spi.PssScheme;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// What a CertificateVerify can be checked with.
class WycheproofSignatureTest {
    static Stream<CryptoProvider> providers() {
        return Providers.all();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void ecdsa(CryptoProvider crypto) {
        Map<String, SignatureScheme> files = Map.of("ecdsa_secp256r1_sha256", SignatureScheme.ECDSA_SECP256R1_SHA256,
                "ecdsa_secp384r1_sha384", SignatureScheme.ECDSA_SECP384R1_SHA384, "ecdsa_secp521r1_sha512",
                SignatureScheme.ECDSA_SECP521R1_SHA512);
        files.forEach((file, scheme) -> Wycheproof.file(file).run(group -> true,
                vector -> verify(vector, crypto, scheme, key(vector, "EC"))));
    }

    /// The hash of the scheme belongs to the curve: with any other, nothing is valid.
    @ParameterizedTest
    @MethodSource("providers")
    void ecdsaWithTheHashOfAnotherScheme(CryptoProvider crypto) {
        Map<String, SignatureScheme> files = Map.of("ecdsa_secp256r1_sha512", SignatureScheme.ECDSA_SECP256R1_SHA256,
                "ecdsa_secp384r1_sha256", SignatureScheme.ECDSA_SECP384R1_SHA384, "ecdsa_secp256k1_sha256",
                SignatureScheme.ECDSA_SECP256R1_SHA256);
        files.forEach((file, scheme) -> Wycheproof.file(file).run(group -> true, vector -> readableKey(vector, "EC")
                .ifPresent(key -> assertThat(crypto.verify(scheme, key, vector.bytes("msg"), vector.bytes("sig")))
                        .as(vector.toString()).isFalse())));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void ed25519(CryptoProvider crypto) {
        Wycheproof.file("ed25519").run(group -> true,
                vector -> verify(vector, crypto, SignatureScheme.ED25519, key(vector, "Ed25519")));
    }

    /// With an empty context alone, as TLS uses it.
    @ParameterizedTest
    @MethodSource("providers")
    void mlDsa(CryptoProvider crypto) {
        for (MlDsaScheme scheme : MlDsaScheme.values()) {
            String file = scheme.jcaName().toLowerCase(Locale.ROOT).replace("ml-dsa-", "mldsa_") + "_verify";
            Wycheproof.file(file).run(group -> true, vector -> {
                boolean good = vector.isValid() && (!vector.test().has("ctx") || vector.test().text("ctx").isEmpty());
                boolean verified = readableKey(vector, "ML-DSA").map(
                        key -> crypto.verify(scheme.scheme(), key, vector.bytes("msg"), vector.bytes("sig")))
                        .orElse(false);
                assertThat(verified).as(vector.toString()).isEqualTo(good);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void rsaPssWithPlainKeys(CryptoProvider crypto) {
        for (String file : List.of("rsa_pss_2048_sha256_mgf1_32", "rsa_pss_3072_sha256_mgf1_32",
                "rsa_pss_4096_sha256_mgf1_32", "rsa_pss_2048_sha384_mgf1_48", "rsa_pss_4096_sha384_mgf1_48",
                "rsa_pss_4096_sha512_mgf1_64")) {
            pss(file, crypto, "RSA");
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void rsaPssWithPssKeys(CryptoProvider crypto) {
        for (String file : List.of("rsa_pss_2048_sha256_mgf1_32_params", "rsa_pss_3072_sha256_mgf1_32_params",
                "rsa_pss_4096_sha512_mgf1_64_params")) {
            pss(file, crypto, "RSASSA-PSS");
        }
    }

    /// RFC 9846 4.3.3: the salt is as long as the hash, and MGF1 uses the same: whatever else RSASSA-PSS allows is no signature of TLS.
    @ParameterizedTest
    @MethodSource("providers")
    void rsaPssWithOtherParameters(CryptoProvider crypto) {
        for (String file : List.of("rsa_pss_2048_sha1_mgf1_20", "rsa_pss_2048_sha256_mgf1_0",
                "rsa_pss_2048_sha256_mgf1sha1_20", "rsa_pss_4096_sha512_mgf1_32", "rsa_pss_misc")) {
            Wycheproof.file(file).run(group -> scheme(group, "RSA").isEmpty(), vector -> {
                // What is invalid there may be so for being valid here.
                for (PssScheme scheme : vector.isValid() ? PssScheme.values() : new PssScheme[0]) {
                    assertThat(crypto.verify(scheme.scheme(), key(vector, "RSA"), vector.bytes("msg"),
                            vector.bytes("sig"))).as(vector + " with " + scheme).isFalse();
                }
            });
        }
    }

    private static void pss(String file, CryptoProvider crypto, String keyAlgorithm) {
        Wycheproof.file(file).run(group -> true, vector -> verify(vector, crypto,
                scheme(vector.group(), keyAlgorithm).orElseThrow(), key(vector, keyAlgorithm)));
    }

    /// The scheme of TLS with the parameters of this group, if there is one.
    private static Optional<SignatureScheme> scheme(Fields group, String keyAlgorithm) {
        return Stream.of(PssScheme.values())
                .filter(scheme -> scheme.name().startsWith(keyAlgorithm.equals("RSA") ? "RSAE" : "PSS")
                        && scheme.hash().equals(group.text("sha")) && scheme.hash().equals(group.text("mgfSha"))
                        && scheme.saltBytes() == group.number("sLen"))
                .map(PssScheme::scheme).findFirst();
    }

    private static void verify(Vector vector, CryptoProvider crypto, SignatureScheme scheme, PublicKey key) {
        assertThat(crypto.verify(scheme, key, vector.bytes("msg"), vector.bytes("sig"))).as(vector.toString())
                .isEqualTo(vector.isValid());
    }

    private static PublicKey key(Vector vector, String algorithm) {
        return readableKey(vector, algorithm).orElseThrow(() -> new AssertionError("no key: " + vector));
    }

    private static Optional<PublicKey> readableKey(Vector vector, String algorithm) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm)
                    .generatePublic(new X509EncodedKeySpec(vector.group().bytes("publicKeyDer"))));
        } catch (GeneralSecurityException unreadable) {
            return Optional.empty();
        }
    }
}
