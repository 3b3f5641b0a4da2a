package dev.postern.tls.pair;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.event.TlsEvent;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import static dev.postern.tls.pair.FullHandshakeTest.assertConnected;
import static org.assertj.core.api.Assertions.assertThat;

/// Client certificates, between our two ends.
class ClientAuthenticationTest {
    private final PairSetup setup = new PairSetup()
            .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE));
    private final Credential p256 = TestCredentials.p256(setup.crypto(), "alice");
    private final Credential rsa = TestCredentials.rsa(setup.crypto(), "alice");

    @Test
    @Rfc(number = 9846, section = "4.5.1", clause = 2)
    @Rfc(number = 9846, section = "4.5.2", clause = 2)
    void provesWhoTheClientIs() {
        Pair pair = setup.pair(client -> client.credentials(List.of(p256))).handshake();

        assertConnected(pair);
        assertThat(pair.server().engine().session().orElseThrow().peerChain().certificates())
                .isEqualTo(p256.chain().certificates());
        assertThat(pair.client().engine().session().orElseThrow().localChain()).isEqualTo(p256.chain());
        assertThat(pair.server().answers().asked()).containsExactly("ChooseConfig", "Sign", "VerifyPeer");
        assertThat(pair.client().answers().asked()).containsExactly("VerifyPeer", "Sign");
    }

    @Test
    void waitsForAnswersThatComeLate() {
        Pair pair = new Pair(setup.newClient(client -> client.credentials(List.of(p256))).answersLate(),
                setup.newServer().answersLate()).delivery(Delivery.BYTE_BY_BYTE).handshake();

        assertConnected(pair);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.2", clause = 2)
    @Rfc(number = 9846, section = "4.5.2", clause = 5)
    void choosesTheKeyThatTheServerAccepts() {
        setup.server(server -> server.clientSchemes(List.of(SignatureScheme.RSA_PSS_RSAE_SHA384)));
        Pair pair = setup.pair(client -> client.credentials(List.of(p256, rsa))).handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().localChain()).isEqualTo(rsa.chain());
    }

    @Test
    void tellsWhatTheClientSignedWith() {
        setup.server(server -> server.clientSchemes(List.of(SignatureScheme.RSA_PSS_RSAE_SHA384)));
        Pair pair = setup.pair(client -> client.credentials(List.of(p256, rsa))).handshake();

        assertThat(pair.server().engine().session().orElseThrow().clientSignatureScheme())
                .isEqualTo(pair.client().engine().session().orElseThrow().clientSignatureScheme())
                .isEqualTo(SignatureScheme.RSA_PSS_RSAE_SHA384);
        assertThat(pair.server().engine().session().orElseThrow().signatureScheme())
                .isEqualTo(SignatureScheme.ECDSA_SECP256R1_SHA256);
    }

    @Test
    void tellsTheClientWhatTheServerAsksFor() {
        byte[] name = p256.chain().leaf().getIssuerX500Principal().getEncoded();
        setup.server(server -> server.clientAuthorities(List.of(name)).grease(false)
                .clientSchemes(List.of(SignatureScheme.ED25519, SignatureScheme.ECDSA_SECP256R1_SHA256)));
        Pair pair = setup.pair(client -> client.credentials(List.of(p256))).handshake();

        assertThat(pair.client().inbox().events(TlsEvent.CertificateRequested.class)).singleElement()
                .satisfies(asked -> {
                    assertThat(asked.authorities()).containsExactly(name);
                    assertThat(asked.schemes()).containsExactly(SignatureScheme.ED25519,
                            SignatureScheme.ECDSA_SECP256R1_SHA256);
                });
    }

    @Test
    void tellsNothingWhereTheServerDoesNotAsk() {
        Pair pair = new PairSetup().pair(client -> client.credentials(List.of(p256))).handshake();

        assertThat(pair.client().inbox().events(TlsEvent.CertificateRequested.class)).isEmpty();
        assertThat(pair.server().engine().session().orElseThrow().clientSignatureScheme()).isNull();
    }

    @Test
    void prefersAnAuthorityThatTheServerNames() {
        Credential bob = TestCredentials.p256(setup.crypto(), "bob");
        byte[] name = bob.chain().leaf().getIssuerX500Principal().getEncoded();
        setup.server(server -> server.clientAuthorities(List.of(name)));
        Pair pair = setup.pair(client -> client.credentials(List.of(p256, bob))).handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().localChain()).isEqualTo(bob.chain());
    }

    @Test
    void isRequired() {
        Pair pair = setup.pair().handshake();

        assertThat(pair.server().failure().orElseThrow().description())
                .isEqualTo(AlertDescription.CERTIFICATE_REQUIRED);
        assertThat(pair.client().failure().orElseThrow().description())
                .isEqualTo(AlertDescription.CERTIFICATE_REQUIRED);
        assertThat(pair.client().failure().orElseThrow().fault()).isEqualTo(Fault.PEER_ALERT);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1", clause = {3, 4})
    void mayBeLeftOutWhenItIsOnlyRequested() {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST));
        Pair pair = setup.pair().handshake();

        assertConnected(pair);
        assertThat(pair.server().engine().session().orElseThrow().peerChain()).isEqualTo(CertificateChain.EMPTY);
    }

    @Test
    void endsWithTheAlertOfWhoeverJudges() {
        Pair pair = setup.pair(client -> client.credentials(List.of(p256)));
        pair.server().answers().peers(peer -> new PeerVerdict.Refused(AlertDescription.UNKNOWN_CA, "a stranger"));
        pair.handshake();

        assertThat(pair.server().failure().orElseThrow().description()).isEqualTo(AlertDescription.UNKNOWN_CA);
        assertThat(pair.client().failure().orElseThrow().description()).isEqualTo(AlertDescription.UNKNOWN_CA);
    }

    @Test
    void endsWhenTheKeyDoesNotSign() {
        Credential broken = new Credential(p256.chain(), p256.schemes(),
                (scheme, content) -> CompletableFuture.failedFuture(new IllegalStateException("the token is gone")));
        Pair pair = setup.pair(client -> client.credentials(List.of(broken))).handshake();

        assertThat(pair.client().failure().orElseThrow().fault()).isEqualTo(Fault.OUR_MISUSE);
        assertThat(pair.server().failure().orElseThrow().description()).isEqualTo(AlertDescription.INTERNAL_ERROR);
    }

    /// CVE-2022-25640: a server let clients in that left CertificateVerify out or signed something else.
    @Test
    void isRefusedWithASignatureOverSomethingElse() {
        Credential liar = new Credential(p256.chain(), p256.schemes(), (scheme, content) -> {
            content[content.length - 1] ^= 1;
            return p256.signer().sign(scheme, content);
        });
        Pair pair = setup.pair(client -> client.credentials(List.of(liar))).handshake();

        assertThat(pair.server().failure().orElseThrow().description()).isEqualTo(AlertDescription.DECRYPT_ERROR);
    }

    @Test
    void isRefusedWithTheKeyOfSomebodyElse() {
        Credential thief = new Credential(p256.chain(), p256.schemes(),
                TestCredentials.p256(setup.crypto(), "alice").signer());
        Pair pair = setup.pair(client -> client.credentials(List.of(thief))).handshake();

        assertThat(pair.server().failure().orElseThrow().description()).isEqualTo(AlertDescription.DECRYPT_ERROR);
    }
}
