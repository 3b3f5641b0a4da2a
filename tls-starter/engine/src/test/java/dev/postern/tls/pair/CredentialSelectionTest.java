package dev.postern.tls.pair;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.ClientAuthentication;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Which of several certificates of ours a peer gets to see.
class CredentialSelectionTest {
    private final PairSetup setup = new PairSetup();
    private final Credential one = TestCredentials.p256(setup.crypto(), "one");
    private final Credential other = TestCredentials.p256(setup.crypto(), "other");

    private static byte[] issuer(Credential credential) {
        return credential.chain().leaf().getIssuerX500Principal().getEncoded();
    }

    private CertificateChain ofClient(List<Credential> credentials, Credential... named) {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST)
                .clientAuthorities(List.of(named).stream().map(CredentialSelectionTest::issuer).toList()));
        Pair pair = setup.pair(client -> client.credentials(credentials)).handshake();
        assertThat(pair.client().failure()).isEmpty();
        assertThat(pair.server().failure()).isEmpty();
        return pair.server().engine().session().orElseThrow().peerChain();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.4")
    void oneUnderAnAuthorityThatTheServerNamesComesFirst() {
        assertThat(ofClient(List.of(one, other), other)).isEqualTo(other.chain());
        assertThat(ofClient(List.of(one, other), one, other)).isEqualTo(one.chain());
        assertThat(ofClient(List.of(one, other))).isEqualTo(one.chain());
    }

    @Test
    void oneUnderAnotherAuthorityIsBetterThanNone() {
        assertThat(ofClient(List.of(one), other)).isEqualTo(one.chain());
    }

    @Test
    void oneThatIsOnlyForItsIssuersIsShownToNobodyElse() {
        assertThat(ofClient(List.of(one.onlyForItsIssuers(), other), one)).isEqualTo(one.chain());
        assertThat(ofClient(List.of(one.onlyForItsIssuers(), other))).isEqualTo(other.chain());
        assertThat(ofClient(List.of(one.onlyForItsIssuers()), other)).isEqualTo(CertificateChain.EMPTY);
    }

    @Test
    void aServerWithNothingForTheClientSaysSo() {
        setup.server(server -> server.credentials(List.of(one.onlyForItsIssuers())));
        Pair pair = setup.pair().handshake();

        TlsAlert alert = pair.server().failure().orElseThrow();
        assertThat(alert.description()).isEqualTo(AlertDescription.HANDSHAKE_FAILURE);
        assertThat(alert).hasMessageContaining("authority");
    }

    @Test
    void theKeyHasToFitWhoeverIssuedIt() {
        Credential p384 = TestCredentials.p384(setup.crypto(), "p384");
        setup.server(server -> server.clientSchemes(List.of(SignatureScheme.ECDSA_SECP384R1_SHA384)));

        assertThat(ofClient(List.of(one, p384), one)).isEqualTo(p384.chain());
    }
}
