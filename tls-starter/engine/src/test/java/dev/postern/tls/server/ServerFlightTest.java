package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareServerHello;
import dev.postern.tls.extension.OfferedVersions;
import dev.postern.tls.extension.SelectedVersion;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.SupportedGroups;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.message.MessageBounds;
import dev.postern.tls.message.ServerHello;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.Peer;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What our own server answers, and never answers.
class ServerFlightTest {
    private static final ExtensionType TRUNCATED_HMAC = new ExtensionType(4);
    private static final ExtensionType STATUS_REQUEST_V2 = new ExtensionType(17);

    private final PairSetup setup = new PairSetup();

    private static List<Class<?>> kinds(RawClient client) {
        List<Class<?>> kinds = new ArrayList<>();
        client.received().forEach(message -> kinds.add(message.getClass()));
        return kinds;
    }

    private RawClient answered(RawHello hello, RawClient client) {
        client.send(hello);
        assertThat(client.server().failure()).isEmpty();
        return client.read();
    }

    private RawClient answered() {
        RawClient client = new RawClient(setup);
        return answered(client.hello(), client);
    }

    /// Also where no early data makes it matter: clocks can be watched by it.
    @Test
    void tellsHowFarTheAgeOfATicketIsOff() {
        RawTicket ticket = answered().finish().tickets().getFirst();
        setup.clock().pass(Duration.ofMinutes(5));
        for (long skewMillis : new long[]{0, 7_000, -120_000}) {
            RawClient client = new RawClient(setup);
            answered(client.hello().offering(ticket).ticketsOlderBy(skewMillis), client);
            assertThat(client.server().engine().session().orElseThrow().ticketAgeSkewMillis()).isEqualTo(skewMillis);
        }
        RawClient full = answered();
        assertThat(full.server().engine().session().orElseThrow().ticketAgeSkewMillis()).isNull();
    }

    @Test
    @Rfc(number = 9846, section = "4", clause = 1)
    @Rfc(number = 9846, section = "4.4.1", clause = 1)
    @Rfc(number = 9846, section = "4.4.2", clause = 1)
    @Rfc(number = 9846, section = "4.5.1", clause = 1)
    @Rfc(number = 9846, section = "4.5.2", clause = {1, 3})
    @EarlyDataRule("5.4")
    void hasTheOrderOfTheRfc() {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST));
        assertThat(kinds(answered())).containsExactly(ServerHello.class, EncryptedExtensions.class,
                CertificateRequest.class, Certificate.class, CertificateVerify.class, Finished.class);
    }

    @Test
    @Rfc(number = 9846, section = "2", clause = 1)
    @Rfc(number = 9846, section = "4.2.3", clause = {1, 7, 9, 10})
    @Rfc(number = 9846, section = "4.3.1", clause = {7, 8})
    @Rfc(number = 9846, section = "4.3.8", clause = 11)
    @Rfc(number = 9846, section = "9.2", clause = {3, 6})
    @Rfc(number = 9846, section = "E.5", clause = 6)
    void beginsWithAServerHelloThatHoldsNoMoreThanItMust() {
        ServerHello hello = answered().received(ServerHello.class).orElseThrow();
        assertThat(hello.legacyVersion()).isEqualTo(ProtocolVersion.TLS_1_2);
        assertThat(hello.legacyCompressionMethod()).isZero();
        assertThat(hello.extensions().types()).containsExactlyInAnyOrder(ExtensionType.SUPPORTED_VERSIONS,
                ExtensionType.KEY_SHARE);
        assertThat(hello.extensions().find(SelectedVersion.class).orElseThrow().version())
                .isEqualTo(ProtocolVersion.TLS_1_3);
        assertThat(hello.extensions().find(KeyShareServerHello.class).orElseThrow().serverShare().group())
                .isEqualTo(NamedGroup.X25519);
    }

    @Test
    @Rfc(number = 9846, section = "4.2.3", clause = {3, 4})
    @Rfc(number = 9846, section = "4.3.8", clause = {5, 6})
    void hasARandomAndAShareOfItsOwnForTheSameHello() {
        RawClient client = new RawClient(setup);
        byte[] record = client.send(client.hello());
        ServerHello first = client.read().received(ServerHello.class).orElseThrow();
        Peer<TlsServerEngine> again = setup.newServer();
        again.receive(record);
        byte[] answer = again.out().take();
        int length = (answer[3] & 0xff) << 8 | (answer[4] & 0xff);
        ServerHello second = (ServerHello) HandshakeMessage.read(Arrays.copyOfRange(answer, 5, 5 + length),
                new MessageBounds(64, 8, 16, 10));

        assertThat(second.random()).isNotEqualTo(first.random());
        assertThat(second.extensions().find(KeyShareServerHello.class))
                .isNotEqualTo(first.extensions().find(KeyShareServerHello.class));
        for (ServerHello hello : List.of(first, second)) {
            assertThat(hello.random().endsWith(ServerHello.DOWNGRADE_TO_TLS_1_2)).isFalse();
            assertThat(hello.random().endsWith(ServerHello.DOWNGRADE_BELOW_TLS_1_2)).isFalse();
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.3", clause = 3)
    @Rfc(number = 9846, section = "4.5.1", clause = 6)
    @Rfc(number = 9846, section = "4.5.1.1", clause = {2, 3})
    @Rfc(number = 9846, section = "E.5", clause = 9)
    @Attack(32)
    void answersOnlyWhatWasAskedAndNothingObsolete() {
        RawClient client = new RawClient(setup);
        answered(client.hello().without(ExtensionType.SERVER_NAME)
                .without(ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION)
                .with(new UnknownExtension(STATUS_REQUEST_V2, Bytes.ofHex("0000")))
                .with(new UnknownExtension(TRUNCATED_HMAC, Bytes.EMPTY)), client);
        assertThat(client.received(EncryptedExtensions.class).orElseThrow().extensions().types()).isEmpty();
        assertThat(client.received(Certificate.class).orElseThrow().certificateList())
                .allMatch(entry -> entry.extensions().isEmpty());
    }

    @Test
    @Rfc(number = 9846, section = "4.4.2", clause = {2, 3, 4})
    @Rfc(number = 9846, section = "4.3.3", clause = 13)
    void asksForACertificateWithoutContextAndWithSchemes() {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST));
        CertificateRequest request = answered().received(CertificateRequest.class).orElseThrow();
        assertThat(request.certificateRequestContext().isEmpty()).isTrue();
        assertThat(request.extensions().find(SignatureAlgorithms.class).orElseThrow().schemes()).isNotEmpty()
                .noneMatch(scheme -> scheme.code() < 0x0400);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1", clause = {5, 8, 12})
    void showsItsOwnCertificateFirst() throws CertificateEncodingException {
        Certificate certificate = answered().received(Certificate.class).orElseThrow();
        assertThat(certificate.certificateRequestContext().isEmpty()).isTrue();
        assertThat(certificate.certificateList().getFirst().certData().toArray())
                .isEqualTo(setup.serverConfig().credentials().getFirst().chain().leaf().getEncoded());
    }

    @Test
    @Rfc(number = 9846, section = "4.3.9", clause = 5)
    @Rfc(number = 9846, section = "4.4.2", clause = 6)
    @Rfc(number = 9846, section = "F.1", clause = 1)
    @Attack(32)
    void asksForNoCertificateWhereATicketProvesEnough() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST));
        RawClient client = new RawClient(setup);
        answered(client.hello().offering(ticket), client);
        assertThat(kinds(client)).containsExactly(ServerHello.class, EncryptedExtensions.class, Finished.class);
        assertThat(client.received(ServerHello.class).orElseThrow().extensions().types()).containsExactlyInAnyOrder(
                ExtensionType.SUPPORTED_VERSIONS, ExtensionType.KEY_SHARE, ExtensionType.PRE_SHARED_KEY);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.6", clause = {1, 2})
    void asksForNoCertificateAfterTheHandshake() {
        RawClient client = new RawClient(setup);
        client.connect(client.hello().with(new UnknownExtension(ExtensionType.POST_HANDSHAKE_AUTH, Bytes.EMPTY)));
        client.sendData("GET");
        client.server().send("answer");
        client.read();
        assertThat(client.received(CertificateRequest.class)).isEmpty();
        assertThat(client.received(EncryptedExtensions.class).orElseThrow().extensions().types())
                .doesNotContain(ExtensionType.POST_HANDSHAKE_AUTH);
    }

    @Test
    @Rfc(number = 9846, section = "4.7.1", clause = 4)
    void reportsTheNameOfTheResumingHello() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        RawClient client = new RawClient(setup);
        client.connect(client.hello().with(new ServerName("other.test")).offering(ticket));
        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().engine().session().orElseThrow().resumed()).isTrue();
        assertThat(client.server().engine().session().orElseThrow().serverName()).isEqualTo("other.test");
    }

    @Test
    @Rfc(number = 9846, section = "4.2.4", clause = {1, 2, 8, 10})
    void keepsVersionAndSuiteOverARetryThatAsksForNoMoreThanAShare() {
        setup.server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        RawClient client = new RawClient(setup);
        CipherSuite[] suites = {CipherSuite.TLS_AES_256_GCM_SHA384, CipherSuite.TLS_AES_128_GCM_SHA256};
        client.send(client.hello().suites(suites));
        HelloRetryRequest retry = client.readRetry();
        client.send(client.hello().suites(suites)
                .with(new KeyShareClientHello(List.of(client.share(NamedGroup.SECP256R1)))));
        client.finish();

        assertThat(client.server().failure()).isEmpty();
        assertThat(retry.extensions().types()).containsExactlyInAnyOrder(ExtensionType.SUPPORTED_VERSIONS,
                ExtensionType.KEY_SHARE);
        ServerHello hello = client.received(ServerHello.class).orElseThrow();
        assertThat(hello.cipherSuite()).isEqualTo(retry.cipherSuite());
        assertThat(hello.extensions().find(SelectedVersion.class))
                .isEqualTo(retry.extensions().find(SelectedVersion.class));
    }

    @Test
    @Rfc(number = 9846, section = "4.2.2", clause = 3)
    void endsWhenAHelloComesAfterTheHandshake() {
        RawClient client = new RawClient(setup).connect();
        client.sendHandshakeBytes(client.hello().withBinders(List.of(), 0).toByteArray());
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.1", clause = {3, 4})
    void selectsFromTheListOfVersionsAlone() {
        RawClient client = new RawClient(setup);
        client.send(client.hello().legacyVersion(0x0304)
                .with(new OfferedVersions(List.of(ProtocolVersion.TLS_1_2))));
        assertThat(client.refusal()).contains(AlertDescription.PROTOCOL_VERSION);

        RawClient other = new RawClient(setup);
        answered(other.hello().with(new OfferedVersions(
                List.of(new ProtocolVersion(0x7a7a), ProtocolVersion.TLS_1_2, ProtocolVersion.TLS_1_3))), other);
        assertThat(other.received(ServerHello.class).orElseThrow().extensions().find(SelectedVersion.class))
                .contains(new SelectedVersion(ProtocolVersion.TLS_1_3));
    }

    @Test
    @Rfc(number = 9846, section = "B.3.1.4", clause = 1)
    @Rfc(number = 9846, section = "E.5", clause = {1, 2})
    void negotiatesNothingObsolete() {
        RawClient rc4 = new RawClient(setup);
        rc4.send(rc4.hello().suites(new CipherSuite(0x0005), new CipherSuite(0x0004), new CipherSuite(0x000a)));
        assertThat(rc4.refusal()).contains(AlertDescription.HANDSHAKE_FAILURE);
        RawClient oldCurve = new RawClient(setup);
        oldCurve.send(oldCurve.hello().with(new SupportedGroups(List.of(new NamedGroup(0x0013))))
                .with(new KeyShareClientHello(List.of())));
        assertThat(oldCurve.refusal()).contains(AlertDescription.HANDSHAKE_FAILURE);
        RawClient sha1 = new RawClient(setup);
        sha1.send(sha1.hello().with(new SignatureAlgorithms(List.of(new SignatureScheme(0x0203)))));
        assertThat(sha1.refusal()).contains(AlertDescription.HANDSHAKE_FAILURE);
    }
}
