package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.EarlyDataIndication;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.psk.PolicyDigest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Which early data a server rejects for what the ticket, the policy or the time says, though it came in order.
class RejectedEarlyDataTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private final PairSetup setup = new PairSetup();
    private final EarlyOffer offer = new EarlyOffer(setup);

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = {4, 9})
    @EarlyDataRule("1.13")
    void rejectsWhatTheHostDoesNotAccept() {
        RawTicket ticket = offer.ticket();
        setup.server(server -> server.earlyData(new EarlyDataPolicy(4096, false, WINDOW)));
        EarlyOffer.assertRefused(offer.early(ticket), EarlyDataReason.DISABLED);
    }

    @Test
    void rejectsATicketThatAllowsNone() {
        setup.server(server -> server.earlyData(new EarlyDataPolicy(0, true, WINDOW)));
        EarlyOffer.assertRefused(offer.early(offer.ticket()), EarlyDataReason.UNSUPPORTED_FOR_SESSION);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 7)
    @Attack(33)
    @EarlyDataRule("1.1")
    void rejectsAnotherCipherSuiteWithTheSameHash() {
        RawTicket ticket = offer.ticket();
        RawClient client = new RawClient(setup);
        client.send(client.early(
                client.hello().suites(CipherSuite.TLS_CHACHA20_POLY1305_SHA256).offering(ticket)));
        client.sendEarly("x");
        EarlyOffer.assertRefused(client, EarlyDataReason.CIPHER_SUITE_MISMATCH);
        assertThat(EarlyOffer.info(client).resumed()).isTrue();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 7)
    @EarlyDataRule("1.1")
    void rejectsAnotherApplicationProtocol() {
        RawTicket ticket = offer.ticket();
        RawClient client = new RawClient(setup);
        client.send(client.early(
                client.hello().with(new ApplicationProtocols(List.of("http/1.1"))).offering(ticket)));
        client.sendEarly("x");
        EarlyOffer.assertRefused(client, EarlyDataReason.ALPN_MISMATCH);
        assertThat(EarlyOffer.info(client).resumed()).isTrue();
    }

    @Test
    @Attack(23)
    @EarlyDataRule("1.1")
    void rejectsAnotherServerNameOfTheSameHost() {
        RawTicket ticket = offer.ticket();
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().with(new ServerName("other.test")).offering(ticket)));
        client.sendEarly("x");
        EarlyOffer.assertRefused(client, EarlyDataReason.SERVER_NAME_MISMATCH);
    }

    @Test
    @Attack(40)
    @EarlyDataRule("2.9")
    void rejectsWhereClientsAuthenticate() {
        RawTicket ticket = offer.ticket();
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST));
        EarlyOffer.assertRefused(offer.early(ticket), EarlyDataReason.CLIENT_AUTH);
    }

    /// Such a host issues no early data and accepts none, and that is why.
    @Test
    void namesClientsThatAuthenticateBeforeWhatFollowsFromIt() {
        EarlyDataPolicy nothing = new EarlyDataPolicy(0, false, WINDOW);
        setup.server(server -> server.earlyData(nothing));
        RawTicket ticket = offer.ticket();
        setup.server(server -> server.earlyData(nothing).clientAuthentication(ClientAuthentication.REQUEST));
        EarlyOffer.assertRefused(offer.early(ticket), EarlyDataReason.CLIENT_AUTH);
    }

    @Test
    @EarlyDataRule({"1.2", "2.6"})
    void rejectsWhenTheEarlyDataPolicyChangedButResumes() {
        RawTicket ticket = offer.ticket();
        byte[] digest = new byte[PolicyDigest.BYTES];
        digest[0] = 1;
        setup.server(server -> server.earlyDataDigest(new PolicyDigest(digest)));
        RawClient client = offer.early(ticket);
        EarlyOffer.assertRefused(client, EarlyDataReason.POLICY_DIGEST);
        assertThat(EarlyOffer.info(client).resumed()).isTrue();
    }

    /// Whoever keeps a flight until the window is another must not have it judged twice, by two measures.
    @Test
    @EarlyDataRule("2.4")
    void judgesATicketUnderNoOtherWindowThanItWasIssuedUnderButResumes() {
        for (Duration another : List.of(WINDOW.plusMillis(1), WINDOW.minusMillis(1))) {
            RawTicket ticket = offer.ticket();
            setup.server(server -> server.earlyData(new EarlyDataPolicy(4096, true, another)));
            RawClient client = offer.early(ticket);
            EarlyOffer.assertRefused(client, EarlyDataReason.POLICY_DIGEST);
            assertThat(EarlyOffer.info(client).resumed()).isTrue();
            setup.server(server -> server.earlyData(new EarlyDataPolicy(4096, true, WINDOW)));
            client = offer.early(ticket);
            client.finish();
            assertThat(EarlyOffer.info(client).earlyData()).as("the same again").isEqualTo(EarlyDataReason.ACCEPTED);
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 6)
    @Attack(34)
    @EarlyDataRule("1.1")
    void rejectsUnlessTheFirstIdentityIsSelected() {
        RawTicket ticket = offer.ticket();
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket.damaged(), ticket)));
        client.sendEarly("x");
        EarlyOffer.assertRefused(client, EarlyDataReason.FIRST_IDENTITY_NOT_SELECTED);
        assertThat(EarlyOffer.info(client).resumed()).isTrue();
    }

    @Test
    void rejectsWhenNoTicketCanBeUsed() {
        EarlyOffer.assertRefused(offer.early(offer.ticket().damaged()), EarlyDataReason.SESSION_NOT_RESUMED);
    }

    @Test
    void rejectsWhenNoTicketComesAtAll() {
        RawClient client = new RawClient(setup);
        client.send(client.hello().with(new EarlyDataIndication()));
        EarlyOffer.assertRefused(client, EarlyDataReason.NO_SESSION_OFFERED);
    }

    @Test
    @Rfc(number = 9846, section = "8.3")
    @Rfc(number = 9846, section = "4.3.10", clause = 3)
    @EarlyDataRule("2.2")
    void rejectsAHelloThatWasOnItsWayForLongerThanTheWindow() {
        RawTicket ticket = offer.ticket();
        setup.clock().pass(Duration.ofMinutes(1));
        RawClient late = new RawClient(setup);
        late.send(late.early(late.hello().offering(ticket).ticketsOlderBy(-10_001)));
        late.sendEarly("x");
        EarlyOffer.assertRefused(late, EarlyDataReason.TICKET_AGE_SKEW);
        RawClient justInTime = new RawClient(setup);
        justInTime.send(justInTime.early(justInTime.hello().offering(ticket).ticketsOlderBy(-10_000)));
        assertThat(justInTime.server().inbox().events(TlsEvent.EarlyDataAccepted.class)).hasSize(1);
    }

    @Test
    @Rfc(number = 9846, section = "8.3")
    @Rfc(number = 9846, section = "4.3.10", clause = 3)
    void rejectsAHelloFromTheFuture() {
        RawTicket ticket = offer.ticket();
        setup.clock().pass(Duration.ofMinutes(1));
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket).ticketsOlderBy(10_001)));
        client.sendEarly("x");
        EarlyOffer.assertRefused(client, EarlyDataReason.TICKET_AGE_SKEW);
    }

    @Test
    @Rfc(number = 9846, section = "8.3")
    @EarlyDataRule("1.9")
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
}
