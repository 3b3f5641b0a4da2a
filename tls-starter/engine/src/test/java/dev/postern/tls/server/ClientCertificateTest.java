package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.TestCredentials;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that prove who they are, and clients that do not.
class ClientCertificateTest {
    private final PairSetup setup = new PairSetup()
            .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE));
    private final Credential credential = TestCredentials.p256(setup.crypto(), "client");

    /// A client that has read the server's flight and is about to answer it.
    private RawClient asked() {
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        client.read();
        assertThat(client.received(CertificateRequest.class)).isPresent();
        client.useHandshakeKeys();
        return client;
    }

    @Test
    void provesWhoItIs() {
        RawClient client = asked();
        client.sendCertificate(credential);
        client.sendCertificateVerify(credential);
        client.sendFinished();
        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
        assertThat(client.server().engine().session().orElseThrow().peerChain()).isEqualTo(credential.chain());
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.3")
    void isRequiredWhereTheHostRequiresIt() {
        RawClient client = asked();
        client.sendNoCertificate();
        assertThat(client.refusal()).contains(AlertDescription.CERTIFICATE_REQUIRED);
    }

    @Test
    void mayHaveNoneWhereTheHostOnlyRequestsIt() {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST));
        RawClient client = asked();
        client.sendNoCertificate();
        client.sendFinished();
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
        assertThat(client.server().engine().session().orElseThrow().peerChain().isEmpty()).isTrue();
    }

    @Test
    @Rfc(number = 9846, section = "4.5.2", clause = {8, 9})
    void cannotUseTheCertificateOfAnother() {
        Credential other = TestCredentials.p256(setup.crypto(), "client");
        RawClient client = asked();
        client.sendCertificate(other);
        client.sendCertificateVerify(credential);
        assertThat(client.refusal()).contains(AlertDescription.DECRYPT_ERROR);
        assertThat(client.server().answers().asked()).doesNotContain("VerifyPeer");
    }

    /// CVE-2022-25638: a scheme that does not belong to the certificate's key.
    @Test
    @Rfc(number = 9846, section = "4.5.2", clause = 6)
    void cannotUseASchemeThatItsKeyDoesNotFit() {
        for (SignatureScheme scheme : List.of(SignatureScheme.ED25519, SignatureScheme.ECDSA_SECP384R1_SHA384)) {
            RawClient client = asked();
            client.sendCertificate(credential);
            client.sendHandshake(new CertificateVerify(scheme, Bytes.copyOf(new byte[70])).toByteArray());
            assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.5.2", clause = 2)
    @Attack(3)
    void cannotLeaveItsProofOut() {
        RawClient client = asked();
        client.sendCertificate(credential);
        client.sendFinished();
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4", clause = 2)
    void cannotLeaveItsCertificateOut() {
        RawClient client = asked();
        client.sendFinished();
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.2", clause = 5)
    @Attack(3)
    void signsOnlyWithWhatWasOffered() {
        RawClient client = asked();
        client.sendCertificate(credential);
        client.sendHandshake(new CertificateVerify(new SignatureScheme(0x0401), Bytes.copyOf(new byte[70]))
                .toByteArray());
        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    /// CVE-2019-11727: PKCS #1 v1.5 in CertificateVerify. A host may take it for certificates, never for the handshake.
    @Test
    @Rfc(number = 9846, section = "4.5.2", clause = 7)
    @Attack(10)
    void signsWithNothingThatIsForCertificatesAlone() {
        SignatureScheme pkcs1 = new SignatureScheme(0x0401);
        setup.server(server -> server.clientSchemes(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256, pkcs1)));
        RawClient client = asked();
        client.sendCertificate(credential);
        client.sendHandshake(new CertificateVerify(pkcs1, Bytes.copyOf(new byte[256])).toByteArray());
        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.2", clause = 3)
    void isRefusedWhenItsKeyIsNotForSigning() {
        RawClient client = asked();
        sendCertificate(client, TestCredentials.forKeyAgreement("client"));
        assertThat(client.refusal()).contains(AlertDescription.UNSUPPORTED_CERTIFICATE);
    }

    /// The JDK's parser would read PEM too, and leave alone what stands behind a certificate.
    @Test
    void isRefusedWhenItsCertificateIsNotExactlyDer() throws CertificateEncodingException {
        byte[] der = credential.chain().leaf().getEncoded();
        byte[] pem = ("-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n").getBytes(StandardCharsets.US_ASCII);
        for (byte[] other : List.of(pem, Arrays.copyOf(der, der.length + 1))) {
            RawClient client = asked();
            sendCertificate(client, other);
            assertThat(client.refusal()).contains(AlertDescription.BAD_CERTIFICATE);
        }
    }

    @Test
    void isRefusedWithTheAlertOfWhoeverJudgesItsChain() {
        RawClient client = new RawClient(setup);
        client.server().answers()
                .peers(peer -> new PeerVerdict.Refused(AlertDescription.UNKNOWN_CA, "nobody we know signed it"));
        client.send(client.hello());
        client.read();
        client.useHandshakeKeys();
        client.sendCertificate(credential);
        client.sendCertificateVerify(credential);
        assertThat(client.refusal()).contains(AlertDescription.UNKNOWN_CA);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1", clause = 7)
    void carriesNoExtensionThatWasNotAskedFor() {
        RawClient client = asked();
        client.sendHandshake(new Certificate(Bytes.EMPTY,
                List.of(new CertificateEntry(Bytes.copyOf(TestCredentials.forKeyAgreement("client")),
                        ExtensionBlock.of(new UnknownExtension(new ExtensionType(0x3a3a), Bytes.EMPTY)))))
                .toByteArray());
        assertThat(client.refusal()).contains(AlertDescription.UNSUPPORTED_EXTENSION);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.2", clause = 1)
    void isRefusedWhenItsCertificateCannotBeRead() {
        RawClient client = asked();
        sendCertificate(client, new byte[20]);
        assertThat(client.refusal()).contains(AlertDescription.BAD_CERTIFICATE);
    }

    private static void sendCertificate(RawClient client, byte[] data) {
        client.sendHandshake(new Certificate(Bytes.EMPTY,
                List.of(new CertificateEntry(Bytes.copyOf(data), ExtensionBlock.EMPTY))).toByteArray());
    }
}
