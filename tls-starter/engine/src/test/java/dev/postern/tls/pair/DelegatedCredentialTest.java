package dev.postern.tls.pair;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.CertificateShape;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.DelegatedCredential;
import dev.postern.tls.certificate.LocalSigner;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Delegated credentials between two engines of ours, both ways.
class DelegatedCredentialTest {
    private static final String DELEGATION_USAGE = "1.3.6.1.4.1.44363.44";
    private static final long DAY = 86_400_000L;
    private static final CertificateExchange TAKES_ED25519 = CertificateExchange.DEFAULT
            .takeDelegatedCredentials(List.of(SignatureScheme.ED25519));

    private final PairSetup setup = new PairSetup();
    private final KeyPair certificateKeys = CertificateShape.newKeys();
    private final KeyPair keys = ed25519();
    private final Credential certificate = credential(certificateKeys.getPrivate(), mayDelegate());

    private static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private CertificateShape mayDelegate() {
        return CertificateShape.of(PairSetup.NAME).usage(KeyUsage.digitalSignature)
                .noting(DELEGATION_USAGE, DERNull.INSTANCE)
                .valid(now().minus(1, ChronoUnit.DAYS), now().plus(60, ChronoUnit.DAYS));
    }

    private Instant now() {
        return Instant.ofEpochMilli(setup.clock().currentMillis());
    }

    private Credential credential(PrivateKey key, CertificateShape shape) {
        return LocalSigner.credential(new CertificateChain(List.of(shape.selfSigned(certificateKeys))), key,
                setup.crypto(), setup.random());
    }

    private DelegatedCredential issued(DelegatedCredential.Use use, long lifetimeMillis) {
        return DelegatedCredential.issue(certificate, keys.getPublic(), SignatureScheme.ED25519, use,
                setup.clock().currentMillis(), lifetimeMillis).toCompletableFuture().join();
    }

    private Credential delegated(DelegatedCredential.Use use) {
        return LocalSigner.delegated(certificate.chain(), issued(use, DAY), keys.getPrivate(), setup.crypto(),
                setup.random());
    }

    private SignatureScheme signedWith(CertificateExchange offered) {
        Pair pair = setup.pair(client -> client.certificates(offered)).handshake();
        assertThat(pair.client().failure()).isEmpty();
        SessionInfo info = pair.client().engine().session().orElseThrow();
        assertThat(info.peerChain()).isEqualTo(certificate.chain());
        return info.signatureScheme();
    }

    @Test
    void aServerUsesItForAClientThatTakesOne() {
        setup.server(server -> server.credentials(List.of(delegated(DelegatedCredential.Use.SERVER), certificate)));

        assertThat(signedWith(TAKES_ED25519)).isEqualTo(SignatureScheme.ED25519);
    }

    @Test
    @Rfc(number = 9345, section = "4.1.1")
    void everybodyElseGetsTheCertificatesOwnKey() {
        setup.server(server -> server.credentials(List.of(delegated(DelegatedCredential.Use.SERVER), certificate)));

        assertThat(signedWith(CertificateExchange.DEFAULT)).isEqualTo(SignatureScheme.ECDSA_SECP256R1_SHA256);
        assertThat(signedWith(CertificateExchange.DEFAULT
                .takeDelegatedCredentials(List.of(SignatureScheme.ECDSA_SECP384R1_SHA384))))
                .as("another scheme").isEqualTo(SignatureScheme.ECDSA_SECP256R1_SHA256);
    }

    /// Its signature is checked with signature_algorithms, the handshake's with delegated_credential.
    @Test
    @Rfc(number = 9345, section = "4.1.1")
    void isNotForAClientThatCannotCheckWhoSignedIt() {
        Credential other = TestCredentials.ed25519(setup.crypto(), PairSetup.NAME);
        setup.server(server -> server.credentials(List.of(delegated(DelegatedCredential.Use.SERVER), other)));

        Pair pair = setup.pair(client -> client.certificates(TAKES_ED25519)
                .signatureSchemes(List.of(SignatureScheme.ED25519))).handshake();

        assertThat(pair.client().engine().session().orElseThrow().peerIdentity()).isEqualTo(other.identity());
    }

    @Test
    void aServerStopsUsingOneThatExpired() {
        setup.server(server -> server.credentials(List.of(delegated(DelegatedCredential.Use.SERVER), certificate)));
        setup.clock().pass(Duration.ofMillis(DAY - 1000));
        assertThat(signedWith(TAKES_ED25519)).isEqualTo(SignatureScheme.ED25519);
        setup.clock().pass(Duration.ofSeconds(1));

        assertThat(signedWith(TAKES_ED25519)).isEqualTo(SignatureScheme.ECDSA_SECP256R1_SHA256);
    }

    @Test
    void aClientUsesItForAServerThatTakesOne() {
        setup.server(
                server -> server.clientAuthentication(ClientAuthentication.REQUIRE).certificates(TAKES_ED25519));
        Pair pair = setup.pair(
                client -> client.credentials(List.of(delegated(DelegatedCredential.Use.CLIENT), certificate)))
                .handshake();

        assertThat(pair.server().failure()).isEmpty();
        assertThat(pair.server().inbox().events(TlsEvent.HandshakeConfirmed.class)).hasSize(1);
        assertThat(pair.server().engine().session().orElseThrow().peerIdentity()).isEqualTo(certificate.identity());
    }

    /// One that was issued for servers, in the hands of a client.
    @Test
    @Rfc(number = 9345, section = "4.1.3")
    void aServerRefusesOneForTheOtherRole() {
        setup.server(
                server -> server.clientAuthentication(ClientAuthentication.REQUIRE).certificates(TAKES_ED25519));
        Pair pair = setup.pair(client -> client.credentials(List.of(delegated(DelegatedCredential.Use.SERVER))))
                .handshake();

        assertThat(pair.server().failure().orElseThrow().description()).isEqualTo(AlertDescription.ILLEGAL_PARAMETER);
        assertThat(pair.server().inbox().events(TlsEvent.HandshakeConfirmed.class)).isEmpty();
    }

    @Test
    void itsFormSurvivesTheWire() {
        DelegatedCredential issued = issued(DelegatedCredential.Use.SERVER, DAY);

        DelegatedCredential read = DelegatedCredential.decode(issued.encoded());

        assertThat(read.encoded()).isEqualTo(issued.encoded());
        assertThat(read.validSeconds()).isEqualTo(2 * DAY / 1000);
        assertThat(read.scheme()).isEqualTo(SignatureScheme.ED25519);
        assertThat(read.algorithm()).isEqualTo(SignatureScheme.ECDSA_SECP256R1_SHA256);
    }

    @Test
    @Rfc(number = 9345, section = "4.1.3")
    void isIssuedForSevenDaysAtMost() {
        assertThat(issued(DelegatedCredential.Use.SERVER, 7 * DAY).isValidAt(setup.clock().currentMillis(),
                certificate.chain().leaf())).isTrue();

        assertThatThrownBy(() -> issued(DelegatedCredential.Use.SERVER, 7 * DAY + 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("7 days");
        assertThatThrownBy(() -> issued(DelegatedCredential.Use.SERVER, 999))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Rfc(number = 9345, section = "4.2")
    void isIssuedByACertificateThatAllowsIt() {
        for (CertificateShape shape : List.of(CertificateShape.of(PairSetup.NAME).usage(KeyUsage.digitalSignature),
                CertificateShape.of(PairSetup.NAME).noting(DELEGATION_USAGE, DERNull.INSTANCE),
                CertificateShape.of(PairSetup.NAME).usage(KeyUsage.keyAgreement).noting(DELEGATION_USAGE,
                        DERNull.INSTANCE))) {
            Credential issuer = credential(certificateKeys.getPrivate(), shape);
            assertThatThrownBy(() -> DelegatedCredential.issue(issuer, keys.getPublic(), SignatureScheme.ED25519,
                    DelegatedCredential.Use.SERVER, setup.clock().currentMillis(), DAY))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("DelegationUsage");
        }
    }

    @Test
    void aKeyThatIsNotItsOwnIsToldAtTheStart() {
        DelegatedCredential issued = issued(DelegatedCredential.Use.SERVER, DAY);
        PrivateKey other = ed25519().getPrivate();

        assertThatThrownBy(() -> LocalSigner.delegated(certificate.chain(), issued, other, setup.crypto(),
                setup.random())).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("private key");
    }

    @Test
    void whatIsNoneIsRefused() {
        byte[] good = issued(DelegatedCredential.Use.SERVER, DAY).encoded();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> DelegatedCredential.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        assertThatThrownBy(() -> DelegatedCredential.decode(longer)).isInstanceOf(IllegalArgumentException.class);
    }
}
