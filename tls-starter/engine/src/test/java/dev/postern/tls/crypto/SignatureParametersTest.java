package dev.postern.tls.crypto;

import dev.postern.checks.Rfc;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Signatures that are right, but for their parameters; secrets that are right, but for their zeros.
class SignatureParametersTest {
    private static final byte[] CONTENT = new byte[130];
    private static final RandomSource RANDOM = new SecureRandom()::nextBytes;

    static Stream<CryptoProvider> providers() {
        return Stream.of(CryptoProviders.jdk(), CryptoProviders.bouncyCastle(), CryptoProviders.fastest());
    }

    private static byte[] sign(KeyPair keys, int saltBytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.initSign(keys.getPrivate());
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, saltBytes, 1));
        signature.update(CONTENT);
        return signature.sign();
    }

    @ParameterizedTest
    @MethodSource("providers")
    @Rfc(number = 9846, section = "4.3.3", clause = {4, 6})
    void aSaltIsAsLongAsTheDigest(CryptoProvider crypto) throws GeneralSecurityException {
        for (String kind : new String[]{"RSA", "RSASSA-PSS"}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            SignatureScheme scheme = kind.equals("RSA")
                    ? SignatureScheme.RSA_PSS_RSAE_SHA256
                    : SignatureScheme.RSA_PSS_PSS_SHA256;
            assertThat(crypto.verify(scheme, keys.getPublic(), CONTENT, sign(keys, 32))).isTrue();
            for (int saltBytes : new int[]{0, 20, 31, 33}) {
                assertThat(crypto.verify(scheme, keys.getPublic(), CONTENT, sign(keys, saltBytes)))
                        .as("%s with a salt of %d", kind, saltBytes).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    @Rfc(number = 9846, section = "4.3.3", clause = 9)
    void aKeyThatNamesItsHashTakesNoOther(CryptoProvider crypto) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSASSA-PSS");
        generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4,
                new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1)));
        KeyPair keys = generator.generateKeyPair();
        assertThat(crypto.signingKey(keys.getPrivate(), keys.getPublic()).schemes())
                .containsExactly(SignatureScheme.RSA_PSS_PSS_SHA384);
        byte[] signature = crypto.signingKey(keys.getPrivate(), keys.getPublic())
                .sign(SignatureScheme.RSA_PSS_PSS_SHA384, CONTENT, RANDOM);
        assertThat(crypto.verify(SignatureScheme.RSA_PSS_PSS_SHA384, keys.getPublic(), CONTENT, signature)).isTrue();
        assertThat(crypto.verify(SignatureScheme.RSA_PSS_PSS_SHA256, keys.getPublic(), CONTENT, signature)).isFalse();
    }

    /// One secret of 256 begins with a zero; a library that drops it makes one handshake of 256 fail.
    @ParameterizedTest
    @MethodSource("providers")
    @Rfc(number = 9846, section = "7.4.2", clause = 1)
    void aSharedSecretKeepsItsLeadingZeros(CryptoProvider crypto) {
        KeyExchange exchange = crypto.keyExchange(NamedGroup.SECP256R1, RANDOM);
        KeyExchange.Generated generated = exchange.generate();
        Secret secret = exchange.encapsulate(generated.share()).secret();
        while (secret.expose().length == 32 && secret.expose()[0] != 0) {
            secret = exchange.encapsulate(generated.share()).secret();
        }
        assertThat(secret.expose()).hasSize(32);
    }
}
