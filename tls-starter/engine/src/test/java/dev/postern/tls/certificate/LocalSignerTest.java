package dev.postern.tls.certificate;

import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalSignerTest {
    private static final RandomSource RANDOM = new SecureRandom()::nextBytes;
    private static final byte[] CONTENT = "what CertificateVerify signs".getBytes(StandardCharsets.US_ASCII);

    static Stream<CryptoProvider> providers() {
        return Stream.of(CryptoProviders.jdk(), CryptoProviders.bouncyCastle(), CryptoProviders.fastest());
    }

    private static KeyPair rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static CertificateChain certificateOf(KeyPair keys) {
        return new CertificateChain(List.of(CertificateShape.of("signer").selfSigned(keys)));
    }

    private static Credential credential(CertificateChain chain, KeyPair keys, CryptoProvider crypto) {
        return LocalSigner.credential(chain, keys.getPrivate(), crypto, RANDOM);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void signsWithEverySchemeItNames(CryptoProvider crypto) throws Exception {
        for (KeyPair keys : List.of(CertificateShape.newKeys(), rsa(2048))) {
            Credential credential = credential(certificateOf(keys), keys, crypto);

            assertThat(credential.schemes()).isNotEmpty();
            for (SignatureScheme scheme : credential.schemes()) {
                byte[] signature = credential.signer().sign(scheme, CONTENT).toCompletableFuture().get();
                assertThat(CryptoProviders.jdk().verify(scheme, credential.chain().leaf().getPublicKey(), CONTENT,
                        signature)).as("%s", scheme).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void refusesAKeyThatBelongsToAnotherCertificate(CryptoProvider crypto) throws Exception {
        KeyPair keys = CertificateShape.newKeys();
        CertificateChain certificate = certificateOf(keys);

        for (KeyPair other : List.of(CertificateShape.newKeys(), rsa(2048))) {
            assertThatThrownBy(() -> credential(certificate, other, crypto))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("key");
        }
        assertThat(credential(certificate, keys, crypto).schemes()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void refusesAKeyThatTls13CannotUse(CryptoProvider crypto) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DSA");
        generator.initialize(2048);
        KeyPair keys = CertificateShape.newKeys();
        KeyPair dsa = generator.generateKeyPair();

        assertThatThrownBy(() -> credential(certificateOf(keys), dsa, crypto))
                .isInstanceOf(IllegalArgumentException.class).message().isNotBlank();
    }

    @Test
    void refusesAnEmptyChain() {
        KeyPair keys = CertificateShape.newKeys();

        assertThatThrownBy(() -> credential(CertificateChain.EMPTY, keys, CryptoProviders.fastest()))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("the certificate chain is empty");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void failsWithoutThrowingWhereItCannotSign(CryptoProvider crypto) {
        KeyPair keys = CertificateShape.newKeys();
        HandshakeSigner signer = credential(certificateOf(keys), keys, crypto).signer();

        CompletableFuture<byte[]> signature = signer.sign(SignatureScheme.RSA_PSS_RSAE_SHA256, CONTENT)
                .toCompletableFuture();

        assertThat(signature).isCompletedExceptionally();
    }
}
