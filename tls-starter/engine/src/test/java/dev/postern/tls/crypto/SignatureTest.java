package dev.postern.tls.crypto;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.EcdsaSignature;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.SigningKey;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SignatureTest {
    private static final RandomSource RANDOM = new SecureRandom()::nextBytes;
    private static final byte[] CONTENT = new byte[130];

    /// A kind of key with the schemes that fit it, and no others.
    record Kind(KeyPair keys, List<SignatureScheme> schemes) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(ec("secp256r1"), List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)),
            new Kind(ec("secp384r1"), List.of(SignatureScheme.ECDSA_SECP384R1_SHA384)),
            new Kind(ec("secp521r1"), List.of(SignatureScheme.ECDSA_SECP521R1_SHA512)),
            new Kind(mlDsa(NamedParameterSpec.ML_DSA_44), List.of(SignatureScheme.MLDSA44)),
            new Kind(mlDsa(NamedParameterSpec.ML_DSA_65), List.of(SignatureScheme.MLDSA65)),
            new Kind(mlDsa(NamedParameterSpec.ML_DSA_87), List.of(SignatureScheme.MLDSA87)),
            new Kind(pair("Ed25519", 255), List.of(SignatureScheme.ED25519)),
            new Kind(pair("RSA", 2048),
                    List.of(SignatureScheme.RSA_PSS_RSAE_SHA256, SignatureScheme.RSA_PSS_RSAE_SHA384,
                            SignatureScheme.RSA_PSS_RSAE_SHA512)),
            new Kind(pair("RSASSA-PSS", 2048), List.of(SignatureScheme.RSA_PSS_PSS_SHA256,
                    SignatureScheme.RSA_PSS_PSS_SHA384, SignatureScheme.RSA_PSS_PSS_SHA512)));

    static Stream<CryptoProvider> providers() {
        return Stream.of(CryptoProviders.jdk(), CryptoProviders.bouncyCastle(), CryptoProviders.fastest());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void everyProviderVerifiesWhatThisOneSigned(CryptoProvider signing) throws InvalidKeyException {
        for (Kind kind : KINDS) {
            SigningKey key = signing.signingKey(kind.keys().getPrivate(), kind.keys().getPublic());
            assertThat(key.schemes()).containsExactlyElementsOf(kind.schemes());
            for (SignatureScheme scheme : kind.schemes()) {
                byte[] signature = key.sign(scheme, CONTENT, RANDOM);
                providers().forEach(verifying -> assertThat(
                        verifying.verify(scheme, kind.keys().getPublic(), CONTENT, signature)).isTrue());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    @Rfc(number = 9846, section = "4.3.3", clause = {1, 5, 7})
    void aKeyVerifiesOnlyWithASchemeThatFitsIt(CryptoProvider crypto) throws InvalidKeyException {
        for (Kind kind : KINDS) {
            SigningKey key = crypto.signingKey(kind.keys().getPrivate(), kind.keys().getPublic());
            byte[] signature = key.sign(kind.schemes().getFirst(), CONTENT, RANDOM);
            for (SignatureScheme scheme : crypto.signatureSchemes()) {
                assertThat(crypto.fits(scheme, kind.keys().getPublic())).as("%s", scheme)
                        .isEqualTo(kind.schemes().contains(scheme));
                assertThat(crypto.verify(scheme, kind.keys().getPublic(), CONTENT, signature)).as("%s", scheme)
                        .isEqualTo(scheme.equals(kind.schemes().getFirst()));
            }
        }
    }

    /// The tags and lengths of what encloses the two integers, and of the first of them.
    @ParameterizedTest
    @MethodSource("providers")
    void takesNoOtherStructureForASignature(CryptoProvider crypto) throws InvalidKeyException {
        for (Kind kind : KINDS) {
            SignatureScheme scheme = kind.schemes().getFirst();
            byte[] signature = crypto.signingKey(kind.keys().getPrivate(), kind.keys().getPublic()).sign(scheme,
                    CONTENT, RANDOM);
            for (int i = 0; i < 5; i++) {
                signature[i] ^= 1;
                assertThat(crypto.verify(scheme, kind.keys().getPublic(), CONTENT, signature)).as("%s, byte %d",
                        scheme, i).isFalse();
                signature[i] ^= 1;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    @Attack(5)
    void everyChangedByteBreaksASignature(CryptoProvider crypto) throws InvalidKeyException {
        for (Kind kind : KINDS) {
            SignatureScheme scheme = kind.schemes().getFirst();
            byte[] signature = crypto.signingKey(kind.keys().getPrivate(), kind.keys().getPublic()).sign(scheme,
                    CONTENT,
                    RANDOM);
            for (int i = 0; i < signature.length; i += Math.max(7, signature.length / 20)) {
                signature[i] ^= 1;
                assertThat(crypto.verify(scheme, kind.keys().getPublic(), CONTENT, signature)).isFalse();
                signature[i] ^= 1;
            }
            assertThat(crypto.verify(scheme, kind.keys().getPublic(), CONTENT, new byte[0])).isFalse();
            assertThat(crypto.verify(scheme, kind.keys().getPublic(), new byte[131], signature)).isFalse();
        }
    }

    /// Tags and lengths of its DER, too: what is malformed is a wrong signature, and not a failure of ours.
    @ParameterizedTest
    @MethodSource("providers")
    void everyChangedBitOfAnEcdsaSignatureIsAWrongSignature(CryptoProvider crypto) throws InvalidKeyException {
        Kind kind = KINDS.getFirst();
        SignatureScheme scheme = kind.schemes().getFirst();
        byte[] signature = crypto.signingKey(kind.keys().getPrivate(), kind.keys().getPublic()).sign(scheme, CONTENT,
                RANDOM);
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(crypto.verify(scheme, kind.keys().getPublic(), CONTENT, changed)).as("bit %d", bit).isFalse();
        }
    }

    /// A peer may put anything where its signature belongs: other types, other lengths, numbers written in other ways.
    @ParameterizedTest
    @MethodSource("providers")
    void refusesEcdsaSignaturesThatAreNotDer(CryptoProvider crypto) throws InvalidKeyException {
        Kind kind = KINDS.getFirst();
        SignatureScheme scheme = kind.schemes().getFirst();
        byte[] good = crypto.signingKey(kind.keys().getPrivate(), kind.keys().getPublic()).sign(scheme, CONTENT,
                RANDOM);
        EcdsaSignature numbers = EcdsaSignature.read(good).orElseThrow();
        String r = hexOf(numbers.r());
        String s = hexOf(numbers.s());
        String content = "02" + length(r) + r + "02" + length(s) + s;
        for (String malformed : List.of("", "30", "3000", "30020200", "300405000500", "3004020105ff",
                "31" + length(content) + content, "3081" + length(content) + content,
                "30" + length(content + "00") + content + "00", "30" + length(content) + content + "00",
                "3080" + content + "0000",
                sequence("02" + length("00" + r) + "00" + r, s), sequence("0281" + length(r) + r, s),
                sequence("03" + length(r) + r, s), sequence("02" + length("ff" + r) + "ff" + r, s))) {
            byte[] signature = HexFormat.of().parseHex(malformed);
            assertThat(crypto.verify(scheme, kind.keys().getPublic(), CONTENT, signature)).as(malformed).isFalse();
        }
        assertThat(crypto.verify(scheme, kind.keys().getPublic(), CONTENT, good)).isTrue();
    }

    private static String sequence(String first, String s) {
        String content = first + "02" + length(s) + s;
        return "30" + length(content) + content;
    }

    private static String hexOf(BigInteger number) {
        return HexFormat.of().formatHex(number.toByteArray());
    }

    private static String length(String hex) {
        return "%02x".formatted(hex.length() / 2);
    }

    @ParameterizedTest
    @MethodSource("providers")
    @Rfc(number = 9846, section = "4.3.3", clause = {13, 14})
    void refusesKeysThatTls13HasNoSchemeFor(CryptoProvider crypto) {
        for (KeyPair keys : List.of(pair("Ed448", 448), pair("DSA", 2048))) {
            assertThatThrownBy(() -> crypto.signingKey(keys.getPrivate(), keys.getPublic()))
                    .isInstanceOf(InvalidKeyException.class).hasMessageContaining(keys.getPublic().getAlgorithm());
        }
    }

    @Test
    void testsEverySchemeThatThereIs() {
        List<SignatureScheme> tested = KINDS.stream().flatMap(kind -> kind.schemes().stream()).toList();
        assertThat(providers()).allSatisfy(provider -> assertThat(provider.signatureSchemes())
                .containsExactlyInAnyOrderElementsOf(tested));
    }

    /// RFC 9881's shortest form of a private key, which the JDK does not read: the seed of 32 bytes alone.
    @Test
    void aKeyThatIsASeedSignsAllTheSame() throws Exception {
        PrivateKey seed = new EncodedKey(
                HexFormat.of().parseHex("3034020100300b060960864801650304031104228020" + "5a".repeat(32)));
        PublicKey publicKey = KeyFactory.getInstance("ML-DSA").generatePublic(new X509EncodedKeySpec(
                SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                        ((MLDSAPrivateKeyParameters) PrivateKeyFactory.createKey(seed.getEncoded()))
                                .getPublicKeyParameters())
                        .getEncoded()));

        for (CryptoProvider signing : List.of(CryptoProviders.bouncyCastle(), CryptoProviders.fastest())) {
            byte[] signature = signing.signingKey(seed, publicKey).sign(SignatureScheme.MLDSA44, CONTENT, RANDOM);
            assertThat(CryptoProviders.jdk().verify(SignatureScheme.MLDSA44, publicKey, CONTENT, signature)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void refusesAnMlDsaKeyOfAnotherParameterSet(CryptoProvider crypto) {
        KeyPair small = mlDsa(NamedParameterSpec.ML_DSA_44);
        KeyPair large = mlDsa(NamedParameterSpec.ML_DSA_87);
        assertThatThrownBy(() -> crypto.signingKey(small.getPrivate(), large.getPublic()))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> crypto.signingKey(new EncodedKey(new byte[]{0x30, 0}), large.getPublic()))
                .isInstanceOf(InvalidKeyException.class);
    }

    private record EncodedKey(byte[] bytes) implements PrivateKey {
        @Override
        public String getAlgorithm() {
            return "ML-DSA";
        }

        @Override
        public String getFormat() {
            return "PKCS#8";
        }

        @Override
        public byte[] getEncoded() {
            return bytes.clone();
        }
    }

    private static KeyPair mlDsa(NamedParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-DSA");
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    private static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }
}
