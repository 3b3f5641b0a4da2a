package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.earlydata.ReplayKey;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.Peer;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// An attacker who copied a client's first flight sends it again.
class ReplayedClientHelloTest {
    private final PairSetup setup = new PairSetup();

    /// The hello and the early data of a client, as somebody saw them go by.
    private byte[] recordedFlight() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        RawClient client = new RawClient(setup);
        byte[] hello = client.send(client.early(client.hello().offering(ticket)));
        byte[] early = client.sendEarly("POST /transfer");
        assertThat(client.server().inbox().earlyText()).isEqualTo("POST /transfer");
        return client.concat(hello, early);
    }

    private Peer<TlsServerEngine> replay(byte[] flight) {
        Peer<TlsServerEngine> server = setup.newServer();
        server.receive(flight);
        return server;
    }

    private static void assertRefused(Peer<TlsServerEngine> server, EarlyDataReason reason) {
        assertThat(server.failure()).isEmpty();
        assertThat(server.inbox().earlyText()).isEmpty();
        assertThat(server.inbox().events(TlsEvent.EarlyDataRejected.class))
                .containsExactly(new TlsEvent.EarlyDataRejected(reason));
        assertThat(server.engine().session().orElseThrow().resumed()).isTrue();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.8", clause = 6)
    @Rfc(number = 9846, section = "8", clause = 2)
    @Rfc(number = 9846, section = "8.2", clause = 1)
    @Attack(39)
    @EarlyDataRule("5.3")
    void isRefusedAsEarlyDataButDoesNotEndTheHandshake() {
        byte[] flight = recordedFlight();
        assertRefused(replay(flight), EarlyDataReason.REPLAY);
        assertRefused(replay(flight), EarlyDataReason.REPLAY);
    }

    @Test
    @EarlyDataRule("2.2")
    void isRefusedUntilItIsNoLongerFresh() {
        byte[] flight = recordedFlight();
        for (int i = 0; i < 10; i++) {
            setup.clock().pass(Duration.ofSeconds(1));
            assertRefused(replay(flight), EarlyDataReason.REPLAY);
        }
        setup.clock().pass(Duration.ofMillis(1));
        assertRefused(replay(flight), EarlyDataReason.TICKET_AGE_SKEW);
    }

    @Test
    @Rfc(number = 9846, section = "8.2", clause = 2)
    @EarlyDataRule("2.3")
    void isJudgedByItsValidatedBinderAlone() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        List<ReplayKey> keys = new ArrayList<>();
        byte[] flight = null;
        for (int i = 0; i < 2; i++) {
            Peer<TlsServerEngine> server = setup.newServer();
            server.answers().judge(offer -> {
                keys.add(offer.replayKey());
                return new EarlyDataVerdict.Reject(EarlyDataReason.SHADOW);
            });
            if (flight == null) {
                RawClient client = new RawClient(setup, server);
                flight = client.send(client.early(client.hello().offering(ticket)));
            } else {
                server.receive(flight);
            }
        }
        assertThat(keys).hasSize(2);
        assertThat(keys.get(0)).isEqualTo(keys.get(1));
        Peer<TlsServerEngine> server = setup.newServer();
        server.answers().judge(offer -> {
            keys.add(offer.replayKey());
            return new EarlyDataVerdict.Reject(EarlyDataReason.SHADOW);
        });
        RawClient other = new RawClient(setup, server);
        other.send(other.early(other.hello().offering(ticket)));
        assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
    }

    @Test
    void isRefusedWhenTheStoreCannotBeAsked() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        Peer<TlsServerEngine> server = setup.newServer();
        server.answers().judge(offer -> new EarlyDataVerdict.Reject(EarlyDataReason.REPLAY_STORE_UNAVAILABLE));
        RawClient client = new RawClient(setup, server);
        client.send(client.early(client.hello().offering(ticket)));
        client.sendEarly("GET /");
        assertRefused(server, EarlyDataReason.REPLAY_STORE_UNAVAILABLE);
        client.finish();
        assertThat(server.failure()).isEmpty();
    }

    @Test
    @EarlyDataRule({"2.3", "5.3"})
    void isNotEvenAskedAboutWhenSomethingElseRefusesIt() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        setup.clock().pass(Duration.ofMinutes(1));
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket).ticketsOlderBy(-60_000)));
        assertThat(client.server().answers().asked()).doesNotContain("JudgeEarlyData");
    }
}
