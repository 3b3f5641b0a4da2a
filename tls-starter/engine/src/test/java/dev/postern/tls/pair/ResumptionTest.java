package dev.postern.tls.pair;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.ServerPreferences;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static dev.postern.tls.pair.FullHandshakeTest.assertConnected;
import static org.assertj.core.api.Assertions.assertThat;

/// Tickets, between our two ends.
class ResumptionTest {
    private final PairSetup setup = new PairSetup();

    @Test
    void needsNoCertificate() {
        Pair pair = setup.resuming(setup.session()).handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().resumed()).isTrue();
        assertThat(pair.server().engine().session().orElseThrow().resumed()).isTrue();
        assertThat(pair.client().engine().session().orElseThrow().signatureScheme()).isNull();
        assertThat(pair.server().answers().asked()).doesNotContain("Sign");
        assertThat(pair.client().answers().asked()).isEmpty();
    }

    @Test
    void remembersWhoTheServerWas() {
        ClientSession session = setup.session();
        Pair pair = setup.resuming(session).handshake();

        assertThat(pair.client().engine().session().orElseThrow().peerChain().certificates())
                .isEqualTo(setup.serverConfig().credentials().getFirst().chain().certificates());
    }

    @Test
    void worksWithAnotherSuiteOfTheSameHash() {
        ClientSession session = setup.session();
        Pair pair = setup.pair(client -> client.sessions(List.of(session))
                .cipherSuites(List.of(CipherSuite.TLS_CHACHA20_POLY1305_SHA256))).handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().resumed()).isTrue();
    }

    @Test
    void aHostMayKeepASessionToItsSuite() {
        setup.server(server -> server.preferences(ServerPreferences.DEFAULT.resumeAcrossSuites(false)));
        List<ClientSession> sessions = setup.sessions();
        Pair other = setup.pair(client -> client.sessions(List.of(sessions.getFirst()))
                .cipherSuites(List.of(CipherSuite.TLS_CHACHA20_POLY1305_SHA256))).handshake();
        Pair same = setup.resuming(sessions.get(1)).handshake();

        assertConnected(other);
        assertThat(other.client().engine().session().orElseThrow().resumed()).isFalse();
        assertConnected(same);
        assertThat(same.client().engine().session().orElseThrow().resumed()).isTrue();
    }

    @Test
    @Rfc(number = 9846, section = "4.7.1", clause = 2)
    void offersNoTicketOfAnotherHash() {
        ClientSession session = setup.session();
        Pair pair = setup.pair(client -> client.sessions(List.of(session))
                .cipherSuites(List.of(CipherSuite.TLS_AES_256_GCM_SHA384))).handshake();

        assertConnected(pair);
        assertThat(pair.server().answers().asked()).doesNotContain("OpenTicket");
    }

    @Test
    @Rfc(number = 9846, section = "4.7.1", clause = 3)
    void offersNoTicketOfAnotherName() {
        ClientSession session = setup.session();
        ClientSession foreign = new ClientSession(session.ticket(), session.psk(), session.cipherSuite(),
                session.receivedAtMillis(), session.lifetimeSeconds(), session.ageAdd(), session.maxEarlyDataBytes(),
                "other.test", session.applicationProtocol(), session.peerChain(), session.peerStaples(),
                session.ownIdentities());
        Pair pair = setup.resuming(foreign).handshake();

        assertConnected(pair);
        assertThat(pair.server().answers().asked()).doesNotContain("OpenTicket");
    }

    /// The server would take it for who it was, and never hear of the other.
    @Test
    void offersNoTicketOfAnotherClientIdentity() {
        Credential one = TestCredentials.longLived(setup.crypto(), "one");
        Credential other = TestCredentials.longLived(setup.crypto(), "other");
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST));

        for (List<Credential> changed : List.of(List.of(other), List.<Credential>of(), List.of(other, one))) {
            assertThat(resumes(List.of(one), changed)).as("from one to %s", changed).isFalse();
        }
        assertThat(resumes(List.of(), List.of(one))).isFalse();
        assertThat(resumes(List.of(one), List.of(one))).isTrue();
        assertThat(resumes(List.of(), List.of())).isTrue();
    }

    private boolean resumes(List<Credential> then, List<Credential> now) {
        ClientSession session = setup.client(client -> client.credentials(then)).session();
        Pair pair = setup.client(client -> client.credentials(now)).resuming(session).handshake();

        assertConnected(pair);
        assertThat(pair.server().engine().session().orElseThrow().peerIdentity())
                .isEqualTo(now.isEmpty() ? CertificateChain.EMPTY : now.getFirst().identity());
        return pair.server().engine().session().orElseThrow().resumed();
    }

    @Test
    @Attack(27)
    void offersATicketOnce() {
        ClientSession session = setup.session();
        setup.resuming(session).handshake();
        Pair second = setup.resuming(session).handshake();

        assertConnected(second);
        assertThat(session.psk().isDestroyed()).isTrue();
        assertThat(second.server().answers().asked()).doesNotContain("OpenTicket");
        assertThat(second.client().engine().session().orElseThrow().resumed()).isFalse();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11.1", clause = 1)
    void offersNoTicketOnceItsLifetimeIsOver() {
        ClientSession session = setup.session();
        setup.clock().pass(Duration.ofSeconds(session.lifetimeSeconds()));
        Pair pair = setup.resuming(session).handshake();

        assertConnected(pair);
        assertThat(pair.server().answers().asked()).doesNotContain("OpenTicket");
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11.1", clause = 1)
    void offersATicketUntilTheLastMillisecondOfItsLifetime() {
        ClientSession session = setup.session();
        setup.clock().pass(Duration.ofSeconds(session.lifetimeSeconds()).minusMillis(1));
        Pair pair = setup.resuming(session).handshake();

        assertConnected(pair);
        assertThat(pair.server().answers().asked()).contains("OpenTicket");
    }

    @Test
    void passesToTheNextTicketWhenOneIsUnusable() {
        List<ClientSession> sessions = setup.sessions();
        byte[] damaged = sessions.getFirst().ticket().clone();
        damaged[damaged.length - 1] ^= 1;
        ClientSession first = sessions.getFirst();
        ClientSession broken = new ClientSession(damaged, first.psk(), first.cipherSuite(), first.receivedAtMillis(),
                first.lifetimeSeconds(), first.ageAdd(), first.maxEarlyDataBytes(), first.serverName(),
                first.applicationProtocol(), first.peerChain(), first.peerStaples(), first.ownIdentities());
        Pair pair = setup.pair(client -> client.sessions(List.of(broken, sessions.get(1)))).handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().resumed()).isTrue();
        assertThat(pair.server().answers().asked()).containsSubsequence("OpenTicket", "OpenTicket");
    }

    @Test
    void goesOnFromTicketToTicket() {
        ClientSession session = setup.session();
        for (int i = 0; i < 5; i++) {
            Pair pair = setup.resuming(session).handshake();
            assertConnected(pair);
            assertThat(pair.server().engine().session().orElseThrow().resumed()).isTrue();
            session = pair.client().inbox().events(dev.postern.tls.event.TlsEvent.TicketReceived.class).getFirst()
                    .session();
        }
    }
}
