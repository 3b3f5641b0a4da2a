package dev.postern.tls.server;

import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.OfferedCertificateTypes;
import dev.postern.tls.extension.SelectedCertificateType;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.TestCredentials;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that have a raw public key, or say so (RFC 7250).
class ClientRawKeyTest {
    private static final CertificateType UNKNOWN = new CertificateType(5);

    private final PairSetup setup = new PairSetup().server(server -> server
            .clientAuthentication(ClientAuthentication.REQUIRE)
            .clientCertificateTypes(List.of(CertificateType.RAW_PUBLIC_KEY, CertificateType.X509)));
    private final Credential rawKey = TestCredentials.rawKey(setup.crypto());

    private RawClient offering(ExtensionType which, CertificateType... types) {
        RawClient client = new RawClient(setup);
        client.send(client.hello().with(new OfferedCertificateTypes(which, List.of(types))));
        return client;
    }

    private RawClient asked() {
        RawClient client = offering(ExtensionType.CLIENT_CERTIFICATE_TYPE, UNKNOWN, CertificateType.RAW_PUBLIC_KEY);
        client.read();
        client.useHandshakeKeys();
        return client;
    }

    private static List<SelectedCertificateType> selected(RawClient client) {
        return client.received(EncryptedExtensions.class).orElseThrow().extensions().extensions().stream()
                .filter(SelectedCertificateType.class::isInstance).map(SelectedCertificateType.class::cast).toList();
    }

    @Test
    void proveWhoTheyAre() {
        RawClient client = asked();
        assertThat(selected(client)).containsExactly(new SelectedCertificateType(
                ExtensionType.CLIENT_CERTIFICATE_TYPE, CertificateType.RAW_PUBLIC_KEY));
        client.sendCertificate(rawKey);
        client.sendCertificateVerify(rawKey);
        client.sendFinished();
        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
        assertThat(client.server().engine().session().orElseThrow().peerIdentity()).isEqualTo(rawKey.identity());
    }

    /// CVE-2024-12797, on the server's side: the key alone is no proof, and a proof is no trust.
    @Test
    void areStrangersWithoutTheirProof() {
        RawClient client = asked();
        client.sendCertificate(rawKey);
        client.sendFinished();
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
        assertThat(client.server().answers().asked()).doesNotContain("VerifyPeer");
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1", clause = 10)
    void cannotShowTwoKeys() {
        RawClient client = asked();
        CertificateEntry entry = new CertificateEntry(Bytes.copyOf(rawKey.identity().encoded().getFirst()),
                ExtensionBlock.EMPTY);
        client.sendHandshake(new Certificate(Bytes.EMPTY, List.of(entry, entry)).toByteArray());
        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void cannotShowACertificateInstead() {
        RawClient client = asked();
        client.sendCertificate(TestCredentials.p256(setup.crypto(), "client"));
        assertThat(client.refusal()).contains(AlertDescription.DECODE_ERROR);
    }

    @Test
    void cannotDoWithoutWhereTheHostRequiresOne() {
        RawClient client = asked();
        client.sendNoCertificate();
        assertThat(client.refusal()).contains(AlertDescription.CERTIFICATE_REQUIRED);
    }

    @Test
    void mustNotSayWhatGoesWithoutSaying() {
        assertThat(offering(ExtensionType.CLIENT_CERTIFICATE_TYPE, CertificateType.X509).refusal())
                .contains(AlertDescription.ILLEGAL_PARAMETER);
        assertThat(offering(ExtensionType.SERVER_CERTIFICATE_TYPE, CertificateType.X509).refusal())
                .contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void mustNameOneTypeAtLeast() {
        RawClient client = new RawClient(setup);
        client.send(client.hello().with(new UnknownExtension(ExtensionType.CLIENT_CERTIFICATE_TYPE,
                Bytes.ofHex("00"))));
        assertThat(client.refusal()).contains(AlertDescription.DECODE_ERROR);
    }

    @Test
    void areRefusedWithoutATypeInCommon() {
        assertThat(offering(ExtensionType.CLIENT_CERTIFICATE_TYPE, UNKNOWN).refusal())
                .contains(AlertDescription.UNSUPPORTED_CERTIFICATE);
        assertThat(offering(ExtensionType.SERVER_CERTIFICATE_TYPE, UNKNOWN).refusal())
                .contains(AlertDescription.UNSUPPORTED_CERTIFICATE);
    }

    @Test
    void areToldNothingWhereNobodyAsksForACertificate() {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.NONE));
        RawClient client = offering(ExtensionType.CLIENT_CERTIFICATE_TYPE, CertificateType.RAW_PUBLIC_KEY);
        client.read();
        assertThat(selected(client)).isEmpty();
    }
}
