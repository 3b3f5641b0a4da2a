package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.Peer;
import dev.postern.tls.psk.PolicyDigest;
import dev.postern.tls.psk.TicketState;
import dev.postern.tls.psk.TicketVerdict;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/// Tickets in the wrong hands, at the wrong host, at the wrong time.
class TicketTheftTest {
    private final PairSetup setup = new PairSetup();

    private RawTicket ticket() {
        return new RawClient(setup).connect().tickets().getFirst();
    }

    private RawClient resume(RawTicket... tickets) {
        RawClient client = new RawClient(setup);
        client.send(client.hello().offering(tickets));
        return client;
    }

    private static boolean resumed(RawClient client) {
        assertThat(client.server().failure()).isEmpty();
        client.finish();
        assertThat(client.server().failure()).isEmpty();
        return client.server().engine().session().orElseThrow().resumed();
    }

    @Test
    @EarlyDataRule({"2.9", "5.2"})
    void resumesForItsOwner() {
        assertThat(resumed(resume(ticket()))).isTrue();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11", clause = 5)
    @Attack(29)
    @EarlyDataRule("4.4")
    void needsTheKeyAndNotTheTicketAlone() {
        RawClient thief = resume(ticket().withGuessedKey());
        assertThat(thief.refusal()).contains(AlertDescription.DECRYPT_ERROR);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11", clause = 4)
    @EarlyDataRule("4.4")
    void checksTheBinderOfTheSelectedTicketAndNoOther() {
        RawTicket ticket = ticket();
        assertThat(resumed(resume(ticket, ticket.withGuessedKey()))).isTrue();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11")
    @EarlyDataRule("4.4")
    void ignoresATicketThatItCannotOpen() {
        assertThat(resumed(resume(ticket().damaged()))).isFalse();
    }

    @Test
    @Attack({26, 27})
    @EarlyDataRule("4.3")
    void doesNotResumeUnderAnotherPolicy() {
        RawTicket ticket = ticket();
        byte[] digest = new byte[PolicyDigest.BYTES];
        digest[31] = 1;
        setup.server(server -> server.policyDigest(new PolicyDigest(digest)));
        assertThat(resumed(resume(ticket))).isFalse();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11", clause = 3)
    @Rfc(number = 9846, section = "4.7.1", clause = 2)
    void doesNotResumeWithAnotherHash() {
        RawTicket ticket = ticket();
        Peer<TlsServerEngine> server = setup.newServer();
        server.answers().tickets(bytes -> new TicketVerdict.Opened(
                state(CipherSuite.TLS_AES_256_GCM_SHA384, setup.clock().currentMillis())));
        RawClient client = new RawClient(setup, server);
        client.send(client.hello().offering(ticket));
        assertThat(resumed(client)).isFalse();
    }

    @Test
    @EarlyDataRule("5.2")
    void doesNotResumeAfterItsLifetimeWhateverTheClientThinks() {
        RawTicket ticket = ticket();
        setup.clock().pass(Duration.ofSeconds(ticket.lifetimeSeconds()));
        assertThat(resumed(resume(ticket))).isTrue();
        setup.clock().pass(Duration.ofMillis(1));
        assertThat(resumed(resume(ticket))).isFalse();
    }

    @Test
    void doesNotResumeAfterALifetimeThatTheHostShortenedSince() {
        RawTicket ticket = ticket();
        setup.server(server -> server.tickets(new TicketPolicy(2, 60, 42, setup.tickets())));
        setup.clock().pass(Duration.ofSeconds(60));
        assertThat(resumed(resume(ticket))).isTrue();
        setup.clock().pass(Duration.ofMillis(1));
        assertThat(resumed(resume(ticket))).isFalse();
    }

    @Test
    @Attack(27)
    @EarlyDataRule("2.9")
    void doesNotResumeForLongerThanAWeekWithoutAnyProofOfIdentity() {
        RawTicket ticket = ticket();
        for (int day = 0; day < 7; day++) {
            setup.clock().pass(Duration.ofHours(23));
            RawClient client = resume(ticket);
            assertThat(resumed(client)).isTrue();
            ticket = client.tickets().getFirst();
        }
        setup.clock().pass(Duration.ofHours(8));
        assertThat(resumed(resume(ticket))).isFalse();
    }

    @Test
    @Attack(26)
    @EarlyDataRule("2.9")
    void doesNotStandInForARequiredCertificate() {
        RawTicket ticket = ticket();
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE));
        RawClient client = resume(ticket);
        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().engine().session().orElseThrow().resumed()).isFalse();
    }

    @Test
    void isNotReadWhereNoTicketsAreIssued() {
        RawTicket ticket = ticket();
        setup.server(server -> server.tickets(TicketPolicy.NONE));
        RawClient client = resume(ticket);
        assertThat(client.server().answers().asked()).doesNotContain("OpenTicket");
        assertThat(resumed(client)).isFalse();
    }

    @Test
    @Rfc(number = 9846, section = "4.7.1", clause = 7)
    @Attack(28)
    @EarlyDataRule("4.3")
    void differsFromEveryOtherTicketOfItsConnection() {
        RawClient client = new RawClient(setup).connect();
        assertThat(client.tickets()).hasSize(2);
        RawTicket first = client.tickets().get(0);
        RawTicket second = client.tickets().get(1);
        assertThat(first.identity()).isNotEqualTo(second.identity());
        assertThat(first.psk()).isNotEqualTo(second.psk());
        assertThat(first.ageAdd()).isNotEqualTo(second.ageAdd());
    }

    private static TicketState state(CipherSuite suite, long nowMillis) {
        PolicyDigest digest = new PolicyDigest(new byte[PolicyDigest.BYTES]);
        return new TicketState(suite, Secret.wrap(new byte[48]), nowMillis, nowMillis, 60, 0, 0, PairSetup.NAME, "h2",
                digest, digest, 1, 0, CertificateChain.EMPTY);
    }
}
