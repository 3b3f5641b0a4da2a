package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.message.EndOfEarlyData;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.KeyUpdate;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What a server does with early data, rule by rule. What it rejects for the ticket, the policy or the time is in [RejectedEarlyDataTest].
class EarlyDataTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private final PairSetup setup = new PairSetup();
    private final EarlyOffer offer = new EarlyOffer(setup);

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 4)
    @Rfc(number = 9846, section = "4.3.11.3", clause = 1)
    @EarlyDataRule("1.1")
    void writesItsWholeFlightAndDeliversEarlyDataBeforeEndOfEarlyData() {
        RawClient client = offer.early(offer.ticket());
        assertThat(client.server().inbox().earlyText()).isEqualTo("GET / early");
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.UNCONFIRMED);
        assertThat(client.read().received(Finished.class)).isPresent();
        assertThat(client.server().inbox().events(TlsEvent.EarlyDataAccepted.class)).hasSize(1);
    }

    @Test
    void saysThatEarlyDataOfAnOlderVersionIsNone() {
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(offer.ticket())).without(ExtensionType.SUPPORTED_VERSIONS));
        assertThat(client.server().inbox().events(TlsEvent.EarlyDataRejected.class))
                .containsExactly(new TlsEvent.EarlyDataRejected(EarlyDataReason.PROTOCOL_VERSION));
        assertThat(client.refusal()).contains(AlertDescription.PROTOCOL_VERSION);
    }

    @Test
    void sendsHalfRttDataBeforeTheClientIsConfirmed() {
        RawClient client = offer.early(offer.ticket());
        client.server().send("half-RTT");
        client.read();
        assertThat(client.inbox().text()).isEqualTo("half-RTT");
        client.finish();
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 4)
    @Attack(37)
    @EarlyDataRule("1.2")
    void rejectsEarlyDataAfterHelloRetryRequest() {
        RawTicket ticket = offer.ticket();
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket).with(new KeyShareClientHello(List.of()))));
        client.sendEarly("skipped by its outer type");
        assertThat(client.server().failure()).isEmpty();
        client.stopProtecting();
        client.readRetry();
        client.send(client.hello().offering(ticket)
                .with(new KeyShareClientHello(List.of(client.share(NamedGroup.X25519)))));
        EarlyOffer.assertRefused(client, EarlyDataReason.HELLO_RETRY_REQUEST);
    }

    /// Whoever replays a flight has no second hello to send.
    @Test
    void saysAtTheRetryWhatBecameOfEarlyData() {
        RawTicket ticket = offer.ticket();
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
    @Attack(35)
    @EarlyDataRule("1.2")
    void skipsEarlyDataBeforeTheSecondClientHello() {
        RawTicket ticket = offer.ticket();
        setup.server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.sendEarly("skipped by its outer type");
        client.stopProtecting();
        client.readRetry();
        client.send(client.hello().offering(ticket)
                .with(new KeyShareClientHello(List.of(client.share(NamedGroup.SECP256R1)))));
        EarlyOffer.assertRefused(client, EarlyDataReason.HELLO_RETRY_REQUEST);
        assertThat(EarlyOffer.info(client).resumed()).isTrue();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10")
    @Attack(37)
    @EarlyDataRule("1.2")
    void refusesEarlyDataInTheSecondClientHello() {
        RawTicket ticket = offer.ticket();
        setup.server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.readRetry();
        client.send(client.early(client.hello().offering(ticket)
                .with(new KeyShareClientHello(List.of(client.share(NamedGroup.SECP256R1))))));
        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Attack(35)
    @EarlyDataRule("1.3")
    void capsEarlyDataThatItSkipsByOuterType() {
        RawTicket ticket = offer.ticket();
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
    @Attack(35)
    @EarlyDataRule("1.3")
    void capsEarlyDataThatItSkipsByTrialDecryption() {
        RawTicket ticket = offer.ticket();
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
    @Attack(35)
    @EarlyDataRule("1.3")
    void endsSkippingWithTheFirstRecordThatOpens() {
        RawTicket ticket = offer.ticket();
        setup.server(server -> server.earlyData(EarlyDataPolicy.OFF).clientAuthentication(ClientAuthentication.NONE));
        RawClient client = offer.early(ticket);
        client.finish();
        assertThat(client.server().failure()).isEmpty();
        client.sendBytes(new byte[]{23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
            20});
        assertThat(client.refusal()).contains(AlertDescription.BAD_RECORD_MAC);
    }

    @Test
    @Rfc(number = 9846, section = "4.7.1")
    @Attack(37)
    @EarlyDataRule("1.5")
    void takesExactlyWhatTheTicketAllowsAndNotAByteMore() {
        RawTicket ticket = offer.ticket();
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
    @EarlyDataRule("1.4")
    void endsTheConnectionWhenAcceptedEarlyDataDoesNotOpen() {
        RawClient client = offer.early(offer.ticket());
        client.sendBytes(new byte[]{23, 3, 3, 0, 17, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17});
        assertThat(client.refusal()).contains(AlertDescription.BAD_RECORD_MAC);
    }

    @Test
    @Rfc(number = 9846, section = "4.6", clause = 1)
    @Attack({7, 36})
    @EarlyDataRule({"1.7", "4.2"})
    void requiresEndOfEarlyDataBeforeHandshakeKeys() {
        RawClient client = offer.early(offer.ticket());
        client.read();
        client.useHandshakeKeys();
        client.sendFinished();
        assertThat(client.refusal()).contains(AlertDescription.BAD_RECORD_MAC);
    }

    @Test
    @Rfc(number = 9846, section = "4.6", clause = 2)
    @EarlyDataRule("1.7")
    void refusesEndOfEarlyDataWhenNoneWasAccepted() {
        RawTicket ticket = offer.ticket();
        setup.server(server -> server.earlyData(EarlyDataPolicy.OFF));
        RawClient client = offer.early(ticket);
        client.read();
        client.useHandshakeKeys();
        client.sendEndOfEarlyData();
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 10)
    @Attack(36)
    @EarlyDataRule("1.7")
    void refusesAnyOtherHandshakeMessageUnderEarlyKeys() {
        RawClient client = offer.early(offer.ticket());
        client.read();
        client.sendFinished();
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Attack(46)
    @EarlyDataRule("4.1")
    void refusesAKeyUpdateUnderEarlyKeys() {
        RawClient client = offer.early(offer.ticket());
        client.read();
        client.sendHandshake(new KeyUpdate(false).toByteArray());
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "5.1")
    @Attack({1, 36})
    @EarlyDataRule("1.7")
    void refusesEndOfEarlyDataThatSharesItsRecord() {
        RawClient client = offer.early(offer.ticket());
        client.read();
        client.sendHandshakeBytes(client.concat(new EndOfEarlyData().toByteArray(),
                new Finished(Bytes.copyOf(new byte[32])).toByteArray()));
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Attack(36)
    @EarlyDataRule("1.7")
    void refusesAnEndOfEarlyDataWithABody() {
        RawClient client = offer.early(offer.ticket());
        client.read();
        client.sendHandshake(new byte[]{5, 0, 0, 1, 0});
        assertThat(client.refusal()).contains(AlertDescription.DECODE_ERROR);
    }

    @Test
    @EarlyDataRule("1.7")
    void reportsAFailureWhenTheClientClosesUnderEarlyKeys() {
        RawClient client = offer.early(offer.ticket());
        client.sendAlert(AlertDescription.CLOSE_NOTIFY);
        assertThat(client.server().failure().map(TlsAlert::fault)).contains(Fault.PEER_ALERT);
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    @Test
    @EarlyDataRule("3.8")
    void reportsAFailureWhenTheTransportEndsBeforeFinished() {
        RawClient client = offer.early(offer.ticket());
        client.server().engine().endOfInput(client.server().inbox());
        assertThat(client.server().failure()).isPresent();
        assertThat(client.server().inbox().events(TlsEvent.HandshakeConfirmed.class)).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "4.5.3", clause = 1)
    void reportsAFailureWhenFinishedIsWrongAfterEarlyData() {
        RawClient client = offer.early(offer.ticket());
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
    @EarlyDataRule("1.6")
    void dropsChangeCipherSpecBetweenEarlyRecords() {
        RawClient client = offer.early(offer.ticket());
        client.sendChangeCipherSpec();
        client.sendEarly(" and more");
        client.finish();
        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().inbox().earlyText()).isEqualTo("GET / early and more");
    }

    @Test
    void promisesNoMoreInTicketsThanItsLimitLetsIn() {
        setup.server(server -> server.earlyData(new EarlyDataPolicy(1 << 20, true, WINDOW)));
        assertThat(offer.ticket().maxEarlyDataBytes()).isEqualTo(16 * 1024);
    }

    @Test
    @Rfc(number = 9846, section = "F.5", clause = 3)
    void issuesNoEarlyDataUnlessAsked() {
        setup.server(server -> server.earlyData(EarlyDataPolicy.OFF));
        assertThat(offer.ticket().maxEarlyDataBytes()).isZero();
    }
}
