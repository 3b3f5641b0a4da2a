package dev.postern.tls.server;

import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.EarlyDataIndication;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.message.EndOfEarlyData;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.KeyUpdate;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.psk.PolicyDigest;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What a server does with early data, rule by rule.
class EarlyDataTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private final PairSetup setup = new PairSetup();

    private RawTicket ticket() {
        return new RawClient(setup).connect().tickets().getFirst();
    }

    /// A client that has sent its hello and one piece of early data.
    private RawClient early(RawTicket ticket) {
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.sendEarly("GET / early");
        return client;
    }

    private static SessionInfo info(RawClient client) {
        return client.server().engine().session().orElseThrow();
    }

    /// Early data was refused for this reason, and the connection is none the worse for it.
    private static void assertRefused(RawClient client, EarlyDataReason reason) {
        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().inbox().events(TlsEvent.EarlyDataRejected.class))
                .containsExactly(new TlsEvent.EarlyDataRejected(reason));
        client.finish();
        assertThat(client.server().failure()).isEmpty();
        assertThat(info(client).earlyData()).isEqualTo(reason);
        client.sendData("afterwards");
        assertThat(client.server().inbox().earlyText()).isEmpty();
        assertThat(client.server().inbox().text()).isEqualTo("afterwards");
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 4)
    @Rfc(number = 9846, section = "4.3.11.3", clause = 1)
    void writesItsWholeFlightAndDeliversEarlyDataBeforeEndOfEarlyData() {
        RawClient client = early(ticket());
        assertThat(client.server().inbox().earlyText()).isEqualTo("GET / early");
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.UNCONFIRMED);
        assertThat(client.read().received(Finished.class)).isPresent();
        assertThat(client.server().inbox().events(TlsEvent.EarlyDataAccepted.class)).hasSize(1);
    }

    @Test
    void saysThatEarlyDataOfAnOlderVersionIsNone() {
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket())).without(ExtensionType.SUPPORTED_VERSIONS));
        assertThat(client.server().inbox().events(TlsEvent.EarlyDataRejected.class))
                .containsExactly(new TlsEvent.EarlyDataRejected(EarlyDataReason.PROTOCOL_VERSION));
        assertThat(client.refusal()).contains(AlertDescription.PROTOCOL_VERSION);
    }

    @Test
    void sendsHalfRttDataBeforeTheClientIsConfirmed() {
        RawClient client = early(ticket());
        client.server().send("half-RTT");
        client.read();
        assertThat(client.inbox().text()).isEqualTo("half-RTT");
        client.finish();
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 4)
    void rejectsEarlyDataAfterHelloRetryRequest() {
        RawTicket ticket = ticket();
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket).with(new KeyShareClientHello(List.of()))));
        client.sendEarly("skipped by its outer type");
        assertThat(client.server().failure()).isEmpty();
        client.stopProtecting();
        client.readRetry();
        client.send(client.hello().offering(ticket)
                .with(new KeyShareClientHello(List.of(client.share(NamedGroup.X25519)))));
        assertRefused(client, EarlyDataReason.HELLO_RETRY_REQUEST);
    }

    /// Whoever replays a flight has no second hello to send.
    @Test
    void saysAtTheRetryWhatBecameOfEarlyData() {
        RawTicket ticket = ticket();
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket).with(new KeyShareClientHello(List.of()))));
        assertThat(client.server().inbox().events(TlsEvent.EarlyDataRejected.class))
                .containsExactly(new TlsEvent.EarlyDataRejected(EarlyDataReason.HELLO_RETRY_REQUEST));
    }

    @Test
    void saysNothingAtARetryWhereNoneWasOffered() {
        RawClient client = new RawClient(setup);
        client.send(client.hello().with(new KeyShareClientHello(List.of())));
        client.readRetry();
        assertThat(client.server().inbox().events(TlsEvent.EarlyDataRejected.class)).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.2", clause = 3)
    void skipsEarlyDataBeforeTheSecondClientHello() {
        RawTicket ticket = ticket();
        setup.server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.sendEarly("skipped by its outer type");
        client.stopProtecting();
        client.readRetry();
        client.send(client.hello().offering(ticket)
                .with(new KeyShareClientHello(List.of(client.share(NamedGroup.SECP256R1)))));
        assertRefused(client, EarlyDataReason.HELLO_RETRY_REQUEST);
        assertThat(info(client).resumed()).isTrue();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10")
    void refusesEarlyDataInTheSecondClientHello() {
        RawTicket ticket = ticket();
        setup.server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.readRetry();
        client.send(client.early(client.hello().offering(ticket)
                .with(new KeyShareClientHello(List.of(client.share(NamedGroup.SECP256R1))))));
        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void capsEarlyDataThatItSkipsByOuterType() {
        RawTicket ticket = ticket();
        setup.server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.sendEarly(new byte[16_000]);
        client.sendEarly(new byte[16_000]);
        assertThat(client.server().failure()).isEmpty();
        client.sendEarly(new byte[16_000]);
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10")
    void capsEarlyDataThatItSkipsByTrialDecryption() {
        RawTicket ticket = ticket();
        setup.server(server -> server.earlyData(EarlyDataPolicy.OFF));
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.sendEarly(new byte[16_000]);
        client.sendEarly(new byte[16_000]);
        assertThat(client.server().failure()).isEmpty();
        client.sendEarly(new byte[16_000]);
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void endsSkippingWithTheFirstRecordThatOpens() {
        RawTicket ticket = ticket();
        setup.server(server -> server.earlyData(EarlyDataPolicy.OFF).clientAuthentication(ClientAuthentication.NONE));
        RawClient client = early(ticket);
        client.finish();
        assertThat(client.server().failure()).isEmpty();
        client.sendBytes(new byte[]{23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
            20});
        assertThat(client.refusal()).contains(AlertDescription.BAD_RECORD_MAC);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = {4, 9})
    void rejectsWhatTheHostDoesNotAccept() {
        RawTicket ticket = ticket();
        setup.server(server -> server.earlyData(new EarlyDataPolicy(4096, false, WINDOW)));
        assertRefused(early(ticket), EarlyDataReason.DISABLED);
    }

    @Test
    void rejectsATicketThatAllowsNone() {
        setup.server(server -> server.earlyData(new EarlyDataPolicy(0, true, WINDOW)));
        assertRefused(early(ticket()), EarlyDataReason.UNSUPPORTED_FOR_SESSION);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 7)
    void rejectsAnotherCipherSuiteWithTheSameHash() {
        RawTicket ticket = ticket();
        RawClient client = new RawClient(setup);
        client.send(client.early(
                client.hello().suites(CipherSuite.TLS_CHACHA20_POLY1305_SHA256).offering(ticket)));
        client.sendEarly("x");
        assertRefused(client, EarlyDataReason.CIPHER_SUITE_MISMATCH);
        assertThat(info(client).resumed()).isTrue();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 7)
    void rejectsAnotherApplicationProtocol() {
        RawTicket ticket = ticket();
        RawClient client = new RawClient(setup);
        client.send(client.early(
                client.hello().with(new ApplicationProtocols(List.of("http/1.1"))).offering(ticket)));
        client.sendEarly("x");
        assertRefused(client, EarlyDataReason.ALPN_MISMATCH);
        assertThat(info(client).resumed()).isTrue();
    }

    @Test
    void rejectsAnotherServerNameOfTheSameHost() {
        RawTicket ticket = ticket();
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().with(new ServerName("other.test")).offering(ticket)));
        client.sendEarly("x");
        assertRefused(client, EarlyDataReason.SERVER_NAME_MISMATCH);
    }

    @Test
    void rejectsWhereClientsAuthenticate() {
        RawTicket ticket = ticket();
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST));
        assertRefused(early(ticket), EarlyDataReason.CLIENT_AUTH);
    }

    /// Such a host issues no early data and accepts none, and that is why.
    @Test
    void namesClientsThatAuthenticateBeforeWhatFollowsFromIt() {
        EarlyDataPolicy nothing = new EarlyDataPolicy(0, false, WINDOW);
        setup.server(server -> server.earlyData(nothing));
        RawTicket ticket = ticket();
        setup.server(server -> server.earlyData(nothing).clientAuthentication(ClientAuthentication.REQUEST));
        assertRefused(early(ticket), EarlyDataReason.CLIENT_AUTH);
    }

    @Test
    void rejectsWhenTheEarlyDataPolicyChangedButResumes() {
        RawTicket ticket = ticket();
        byte[] digest = new byte[PolicyDigest.BYTES];
        digest[0] = 1;
        setup.server(server -> server.earlyDataDigest(new PolicyDigest(digest)));
        RawClient client = early(ticket);
        assertRefused(client, EarlyDataReason.POLICY_DIGEST);
        assertThat(info(client).resumed()).isTrue();
    }

    /// Whoever keeps a flight until the window is another must not have it judged twice, by two measures.
    @Test
    void judgesATicketUnderNoOtherWindowThanItWasIssuedUnderButResumes() {
        for (Duration another : List.of(WINDOW.plusMillis(1), WINDOW.minusMillis(1))) {
            RawTicket ticket = ticket();
            setup.server(server -> server.earlyData(new EarlyDataPolicy(4096, true, another)));
            RawClient client = early(ticket);
            assertRefused(client, EarlyDataReason.POLICY_DIGEST);
            assertThat(info(client).resumed()).isTrue();
            setup.server(server -> server.earlyData(new EarlyDataPolicy(4096, true, WINDOW)));
            client = early(ticket);
            client.finish();
            assertThat(info(client).earlyData()).as("the same again").isEqualTo(EarlyDataReason.ACCEPTED);
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 6)
    void rejectsUnlessTheFirstIdentityIsSelected() {
        RawTicket ticket = ticket();
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket.damaged(), ticket)));
        client.sendEarly("x");
        assertRefused(client, EarlyDataReason.FIRST_IDENTITY_NOT_SELECTED);
        assertThat(info(client).resumed()).isTrue();
    }

    @Test
    void rejectsWhenNoTicketCanBeUsed() {
        assertRefused(early(ticket().damaged()), EarlyDataReason.SESSION_NOT_RESUMED);
    }

    @Test
    void rejectsWhenNoTicketComesAtAll() {
        RawClient client = new RawClient(setup);
        client.send(client.hello().with(new EarlyDataIndication()));
        assertRefused(client, EarlyDataReason.NO_SESSION_OFFERED);
    }

    @Test
    @Rfc(number = 9846, section = "8.3")
    @Rfc(number = 9846, section = "4.3.10", clause = 3)
    void rejectsAHelloThatWasOnItsWayForLongerThanTheWindow() {
        RawTicket ticket = ticket();
        setup.clock().pass(Duration.ofMinutes(1));
        RawClient late = new RawClient(setup);
        late.send(late.early(late.hello().offering(ticket).ticketsOlderBy(-10_001)));
        late.sendEarly("x");
        assertRefused(late, EarlyDataReason.TICKET_AGE_SKEW);
        RawClient justInTime = new RawClient(setup);
        justInTime.send(justInTime.early(justInTime.hello().offering(ticket).ticketsOlderBy(-10_000)));
        assertThat(justInTime.server().inbox().events(TlsEvent.EarlyDataAccepted.class)).hasSize(1);
    }

    @Test
    @Rfc(number = 9846, section = "8.3")
    @Rfc(number = 9846, section = "4.3.10", clause = 3)
    void rejectsAHelloFromTheFuture() {
        RawTicket ticket = ticket();
        setup.clock().pass(Duration.ofMinutes(1));
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket).ticketsOlderBy(10_001)));
        client.sendEarly("x");
        assertRefused(client, EarlyDataReason.TICKET_AGE_SKEW);
    }

    @Test
    @Rfc(number = 9846, section = "8.3")
    void subtractsTheRoundTripOfTheIssuingConnection() {
        RawClient first = new RawClient(setup);
        first.send(first.hello());
        setup.clock().pass(Duration.ofMillis(400));
        RawTicket ticket = first.finish().tickets().getFirst();
        setup.clock().pass(Duration.ofMinutes(1));
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket).ticketsOlderBy(-10_400)));
        assertThat(client.server().inbox().events(TlsEvent.EarlyDataAccepted.class)).hasSize(1);
    }

    @Test
    @Rfc(number = 9846, section = "4.7.1")
    void takesExactlyWhatTheTicketAllowsAndNotAByteMore() {
        RawTicket ticket = ticket();
        assertThat(ticket.maxEarlyDataBytes()).isEqualTo(PairSetup.EARLY_DATA_BYTES);
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.sendEarly(new byte[PairSetup.EARLY_DATA_BYTES]);
        assertThat(client.server().inbox().earlyBytes()).hasSize(PairSetup.EARLY_DATA_BYTES);
        client.sendEarly(new byte[1]);
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
        assertThat(client.server().inbox().earlyBytes()).hasSize(PairSetup.EARLY_DATA_BYTES);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 11)
    void endsTheConnectionWhenAcceptedEarlyDataDoesNotOpen() {
        RawClient client = early(ticket());
        client.sendBytes(new byte[]{23, 3, 3, 0, 17, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17});
        assertThat(client.refusal()).contains(AlertDescription.BAD_RECORD_MAC);
    }

    @Test
    @Rfc(number = 9846, section = "4.6", clause = 1)
    void requiresEndOfEarlyDataBeforeHandshakeKeys() {
        RawClient client = early(ticket());
        client.read();
        client.useHandshakeKeys();
        client.sendFinished();
        assertThat(client.refusal()).contains(AlertDescription.BAD_RECORD_MAC);
    }

    @Test
    @Rfc(number = 9846, section = "4.6", clause = 2)
    void refusesEndOfEarlyDataWhenNoneWasAccepted() {
        RawTicket ticket = ticket();
        setup.server(server -> server.earlyData(EarlyDataPolicy.OFF));
        RawClient client = early(ticket);
        client.read();
        client.useHandshakeKeys();
        client.sendEndOfEarlyData();
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 10)
    void refusesAnyOtherHandshakeMessageUnderEarlyKeys() {
        RawClient client = early(ticket());
        client.read();
        client.sendFinished();
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void refusesAKeyUpdateUnderEarlyKeys() {
        RawClient client = early(ticket());
        client.read();
        client.sendHandshake(new KeyUpdate(false).toByteArray());
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "5.1")
    void refusesEndOfEarlyDataThatSharesItsRecord() {
        RawClient client = early(ticket());
        client.read();
        client.sendHandshakeBytes(client.concat(new EndOfEarlyData().toByteArray(),
                new Finished(Bytes.copyOf(new byte[32])).toByteArray()));
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void refusesAnEndOfEarlyDataWithABody() {
        RawClient client = early(ticket());
        client.read();
        client.sendHandshake(new byte[]{5, 0, 0, 1, 0});
        assertThat(client.refusal()).contains(AlertDescription.DECODE_ERROR);
    }

    @Test
    void reportsAFailureWhenTheClientClosesUnderEarlyKeys() {
        RawClient client = early(ticket());
        client.sendAlert(AlertDescription.CLOSE_NOTIFY);
        assertThat(client.server().failure().map(TlsAlert::fault)).contains(Fault.PEER_ALERT);
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    @Test
    void reportsAFailureWhenTheTransportEndsBeforeFinished() {
        RawClient client = early(ticket());
        client.server().engine().endOfInput(client.server().inbox());
        assertThat(client.server().failure()).isPresent();
        assertThat(client.server().inbox().events(TlsEvent.HandshakeConfirmed.class)).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "4.5.3", clause = 1)
    void reportsAFailureWhenFinishedIsWrongAfterEarlyData() {
        RawClient client = early(ticket());
        client.read();
        client.sendEndOfEarlyData();
        client.useHandshakeKeys();
        byte[] verifyData = client.finishedVerifyData();
        verifyData[0] ^= 1;
        client.sendFinished(verifyData);
        assertThat(client.refusal()).contains(AlertDescription.DECRYPT_ERROR);
        assertThat(client.server().inbox().events(TlsEvent.HandshakeConfirmed.class)).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "E.4")
    void dropsChangeCipherSpecBetweenEarlyRecords() {
        RawClient client = early(ticket());
        client.sendChangeCipherSpec();
        client.sendEarly(" and more");
        client.finish();
        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().inbox().earlyText()).isEqualTo("GET / early and more");
    }

    @Test
    void promisesNoMoreInTicketsThanItsLimitLetsIn() {
        setup.server(server -> server.earlyData(new EarlyDataPolicy(1 << 20, true, WINDOW)));
        assertThat(ticket().maxEarlyDataBytes()).isEqualTo(16 * 1024);
    }

    @Test
    @Rfc(number = 9846, section = "F.5", clause = 3)
    void issuesNoEarlyDataUnlessAsked() {
        setup.server(server -> server.earlyData(EarlyDataPolicy.OFF));
        assertThat(ticket().maxEarlyDataBytes()).isZero();
    }
}
