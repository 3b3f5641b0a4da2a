package dev.postern.tls.client;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.Cookie;
import dev.postern.tls.extension.EarlyDataIndication;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.SelectedPsk;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.SupportedGroups;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.message.NewSessionTicket;
import dev.postern.tls.message.ServerHello;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Servers that say more than ours, or something else.
class UncommonServerTest {
    private static final UnknownExtension UNKNOWN = new UnknownExtension(new ExtensionType(0x3a3a), Bytes.ofHex("00"));

    private final HostileServer hostile = HostileServer.toAFreshClient();

    @Test
    @Rfc(number = 9846, section = "4.3.5", clause = 4)
    @Rfc(number = 9846, section = "4.4.2", clause = 5)
    @Rfc(number = 9846, section = "9.3", clause = 5)
    void mayAskForCertificatesInWaysThatWeDoNotKnow() {
        UnknownExtension filters = new UnknownExtension(ExtensionType.OID_FILTERS, Bytes.ofHex("0006032a03040000"));
        hostile.say(server -> server.hello().encryptedExtensions()
                .send(new CertificateRequest(Bytes.EMPTY, ExtensionBlock.of(UNKNOWN,
                        new SignatureAlgorithms(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)), filters)))
                .certificate().certificateVerify().finished());
        hostile.assertConnected();
    }

    @Test
    @Rfc(number = 9846, section = "4.7.1", clause = 8)
    @Rfc(number = 9846, section = "9.3", clause = 5)
    void maySayMoreInATicket() {
        hostile.say(server -> server.flight().send(
                new NewSessionTicket(60, 1, Bytes.ofHex("00"), Bytes.ofHex("7e57"), ExtensionBlock.of(UNKNOWN))));
        hostile.assertConnected();
        assertThat(hostile.client().inbox().events(TlsEvent.TicketReceived.class)).hasSize(1);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.7", clause = 2)
    void mayNameItsGroupsWithoutChangingAnything() {
        PairSetup setup = new PairSetup();
        HostileServer first = new HostileServer(setup, client -> client);
        first.say(server -> server.hello().encryptedExtensions(new SupportedGroups(List.of(NamedGroup.SECP384R1)))
                .certificate().certificateVerify().finished());
        first.assertConnected();
        HostileServer second = new HostileServer(setup, client -> client);
        assertThat(second.server().clientHello().extensions().find(SupportedGroups.class))
                .isEqualTo(first.server().clientHello().extensions().find(SupportedGroups.class));
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11", clause = {8, 9})
    @Attack(34)
    @EarlyDataRule("1.1")
    void mayNotTakeEarlyDataWithAnotherPskThanTheFirst() {
        PairSetup setup = new PairSetup();
        List<ClientSession> sessions = setup.sessions();
        Secret secondPsk = Secret.copyOf(sessions.get(1).psk().expose());
        HostileServer early = new HostileServer(setup, client -> client.sessions(sessions).earlyData(true));
        early.server().usePsk(secondPsk);
        early.say(server -> server.hello(new SelectedPsk(1)).encryptedExtensions(new EarlyDataIndication(),
                new ApplicationProtocols(List.of("h2"))));
        early.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.2.4", clause = {3, 7})
    void mayNotRetryWithFieldsThatAServerHelloMayNotHave() {
        refuseRetry(AlertDescription.ILLEGAL_PARAMETER, good -> new HelloRetryRequest(good.legacyVersion(), Bytes.EMPTY,
                good.cipherSuite(), 0, good.extensions()));
        refuseRetry(AlertDescription.ILLEGAL_PARAMETER, good -> new HelloRetryRequest(good.legacyVersion(),
                good.legacySessionIdEcho(), new CipherSuite(0x1304), 0, good.extensions()));
        refuseRetry(AlertDescription.ILLEGAL_PARAMETER, good -> new HelloRetryRequest(good.legacyVersion(),
                good.legacySessionIdEcho(), good.cipherSuite(), 1, good.extensions()));
        refuseRetry(AlertDescription.PROTOCOL_VERSION, good -> new HelloRetryRequest(new ProtocolVersion(0x0302),
                good.legacySessionIdEcho(), good.cipherSuite(), 0, good.extensions()));
    }

    private static void refuseRetry(AlertDescription alert, Function<HelloRetryRequest, HelloRetryRequest> change) {
        HostileServer fresh = HostileServer.toAFreshClient();
        fresh.say(server -> server.sendRetry(change.apply(server.retry(new Cookie(Bytes.ofHex("01"))))));
        fresh.assertRefused(alert);
    }

    @Test
    @Rfc(number = 9846, section = "E.3", clause = 1)
    @Attack(37)
    @EarlyDataRule("1.12")
    void mayNotFallBackToTls12WhereEarlyDataWasSent() {
        HostileServer early = HostileServer.toAnEarlyClient();
        early.say(server -> server.send(new ServerHello(ProtocolVersion.TLS_1_2, Bytes.copyOf(new byte[32]),
                Bytes.EMPTY, new CipherSuite(0xc02f), 0, ExtensionBlock.EMPTY)));
        early.assertRefused(AlertDescription.PROTOCOL_VERSION);
    }

    /// CVE-2022-41724: a large message of the peer made the answer too large to be written.
    @Test
    @Attack(16)
    void mayBakeACookieOfSixteenThousandBytes() {
        hostile.say(server -> server.sendRetry(server.retry(new Cookie(Bytes.copyOf(new byte[16_000])))));
        byte[] answer = hostile.client().out().take();
        assertThat(answer.length).as("a change_cipher_spec, and the hello in two records").isGreaterThan(16_384 + 16);
        assertThat(hostile.client().failure()).isEmpty();
    }

    /// CVE-2024-32650: close_notify before the end of the handshake was read again and again.
    @Test
    @Attack(11)
    void mayLeaveInTheMiddleOfTheHandshake() {
        hostile.say(server -> {
            server.hello().encryptedExtensions();
            server.writer().alert(AlertDescription.CLOSE_NOTIFY, server.out());
        });
        assertThat(hostile.client().failure().orElseThrow().description()).isEqualTo(AlertDescription.CLOSE_NOTIFY);
        assertThat(hostile.client().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    /// CVE-2020-24659: a warning that TLS 1.3 does not have, in the middle of the handshake.
    @Test
    @Attack(11)
    void mayNotWarnAboutRenegotiation() {
        hostile.client().receive(new byte[]{21, 3, 3, 0, 2, 1, 100});
        assertThat(hostile.client().failure().orElseThrow().fault()).isEqualTo(Fault.PEER_ALERT);
        assertThat(hostile.client().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    @Test
    @Attack(7)
    void findsAClientThatIsStartedOnce() {
        assertThatThrownBy(() -> hostile.client().engine().start(hostile.client().out()))
                .isInstanceOf(Exception.class);
        assertThat(hostile.client().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
        assertThat(hostile.client().out().isEmpty()).as("an alert and no second hello").isFalse();
        assertThat(hostile.client().out().take()[0]).isEqualTo((byte) 21);
    }
}
