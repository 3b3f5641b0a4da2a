package dev.postern.interop;

import dev.postern.interop.engine.EngineClient;
import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.matrix.Case;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// Servers that take early data.
abstract class EarlyDataServerContract extends ResumingServerContract {
    static final String EARLY = "early line\n";
    /// What both ends speak when the ticket is issued, and what else they can speak.
    private static final String FIRST = "postern-first";
    private static final String LATER = "postern-later";

    EarlyDataServerContract(ServerPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(peer, groups, certificates);
    }

    @Test
    @Shows(Mode.EARLY_DATA_ACCEPTED)
    void acceptsOurEarlyData() {
        try (ServerPeer.Running server = peer().start(run().early(true).connections(2))) {
            List<ClientSession> tickets = tickets(server, Scenario.clientConfig().build());
            assertThat(tickets.getFirst().maxEarlyDataBytes()).isPositive();

            Exchange exchange = earlyExchange(server, Scenario.clientConfig(tickets).earlyData(true).build());

            assertThat(exchange.ours().earlyData()).isEqualTo(EarlyDataReason.ACCEPTED);
            assertThat(exchange.theirs().earlyData()).as(exchange.theirs().output())
                    .isEqualTo(PeerReport.EarlyData.ACCEPTED);
        }
    }

    /// Why the peer refuses the early data of our second connection, after the first one got a ticket for it.
    enum Refusal implements Case {
        NO_LONGER("policy"),
        OTHER_PROTOCOL("ALPN"),
        OLD_TICKET("age"),
        USED_TICKET("replay"),
        HELLO_RETRY("HelloRetryRequest"),
        OTHER_SUITE("cipher suite"),
        UNKNOWN_TICKET("full handshake");

        private final String sort;

        Refusal(String sort) {
            this.sort = sort;
        }

        @Override
        public String shows() {
            return sort;
        }

        private ServerRun server() {
            ServerRun run = run().early(true).connections(this == USED_TICKET ? 3 : 2);
            return switch (this) {
                case NO_LONGER -> run.more("-early-once");
                case OTHER_PROTOCOL -> run.protocols(LATER, FIRST);
                case HELLO_RETRY -> run.groups(List.of(NamedGroup.SECP384R1));
                case OLD_TICKET, USED_TICKET, OTHER_SUITE, UNKNOWN_TICKET -> run;
            };
        }

        private TlsClientConfig first() {
            TlsClientConfig.Builder config = Scenario.clientConfig();
            return switch (this) {
                case OTHER_PROTOCOL -> config.applicationProtocols(FIRST).build();
                case OTHER_SUITE -> config.cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256)).build();
                case NO_LONGER, OLD_TICKET, USED_TICKET, HELLO_RETRY, UNKNOWN_TICKET -> config.build();
            };
        }

        private TlsClientConfig second(ClientSession ticket) {
            TlsClientConfig.Builder config = Scenario.clientConfig(List.of(this == UNKNOWN_TICKET ? unknown(ticket)
                    : ticket)).earlyData(true);
            return switch (this) {
                case OTHER_PROTOCOL -> config.applicationProtocols(LATER, FIRST).build();
                // The same hash, so that the ticket still resumes.
                case OTHER_SUITE -> config.cipherSuites(List.of(CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                        CipherSuite.TLS_AES_128_GCM_SHA256)).build();
                case HELLO_RETRY -> config.groups(List.of(NamedGroup.X25519, NamedGroup.SECP384R1))
                        .keyShareGroups(List.of(NamedGroup.X25519)).build();
                case NO_LONGER, OLD_TICKET, USED_TICKET, UNKNOWN_TICKET -> config.build();
            };
        }

        /// How far our clock runs ahead of the peer's by then.
        private Duration ahead() {
            return this == OLD_TICKET ? Duration.ofMinutes(2) : Duration.ZERO;
        }

    }

    /// Whether the peer goes on with the session that it refuses early data for.
    boolean resumes(Refusal refusal) {
        return refusal != Refusal.UNKNOWN_TICKET && refusal != Refusal.USED_TICKET;
    }

    /// The refusals that this server can be brought to.
    Set<Refusal> refusals() {
        return EnumSet.allOf(Refusal.class);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Shows(Mode.EARLY_DATA_REFUSED)
    void refusesOurEarlyDataAndGoesOn(Refusal refusal) {
        try (ServerPeer.Running server = peer().start(refusal.server())) {
            ClientSession ticket = tickets(server, refusal.first()).getFirst();
            if (refusal == Refusal.USED_TICKET) {
                earlyExchange(server, refusal.second(copy(ticket)));
            }
            Exchange exchange = earlyExchange(server, refusal.second(ticket), refusal.ahead());

            assertRefused(exchange);
            assertThat(exchange.ours().session().resumed()).isEqualTo(resumes(refusal));
            assertThat(exchange.ours().session().helloRetried()).isEqualTo(refusal == Refusal.HELLO_RETRY);
        }
    }

    /// What the peer accepts although RFC 9846 4.3.10 forbids it.
    Set<Refusal> wronglyAccepted() {
        return EnumSet.noneOf(Refusal.class);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("wronglyAccepted")
    @Shows(Mode.EARLY_DATA_WRONGLY_ACCEPTED)
    void losesUsWhenItAcceptsWhatItMustRefuse(Refusal refusal) {
        try (ServerPeer.Running server = peer().start(refusal.server())) {
            ClientSession ticket = tickets(server, refusal.first()).getFirst();
            try (EngineClient client = new EngineClient(server.port(), refusal.second(ticket), Scenario.trust(),
                    EARLY)) {
                assertThat(client.journal().awaitEnd().failure()).hasValueSatisfying(alert -> {
                    assertThat(alert.fault()).isEqualTo(Fault.PEER_MISBEHAVED);
                    assertThat(alert.description()).isEqualTo(AlertDescription.ILLEGAL_PARAMETER);
                });
            }
        }
    }

    /// How we learn that we sent too much: by its alert.
    Fault whenWeSendTooMuch() {
        return Fault.PEER_ALERT;
    }

    /// More than the peer's tickets allow: most peers were told 4096, and some have a number of their own.
    int tooMany() {
        return 15_000;
    }

    /// A client that believes it may send more than the server said.
    @Test
    @Shows(value = Mode.EARLY_DATA_REFUSED, cases = "too much")
    void cutsUsOffWhenWeSendTooMuch() {
        try (ServerPeer.Running server = peer().start(run().early(true).connections(2))) {
            ClientSession ticket = tickets(server, Scenario.clientConfig().build()).getFirst();
            TlsClientConfig config = Scenario.clientConfig(List.of(allowing(ticket, tooMany()))).earlyData(true)
                    .build();
            try (EngineClient client = new EngineClient(server.port(), config, Scenario.trust(),
                    "x".repeat(tooMany()))) {
                assertTurnedAway(server, client.journal().awaitEnd(), whenWeSendTooMuch());
            }
        }
    }

    /// Nothing of what was sent early arrived, both ends say so, and the connection went on.
    private void assertRefused(Exchange exchange) {
        EngineJournal ours = exchange.ours();
        assertThat(ours.earlyDataRejected()).isTrue();
        assertThat(ours.earlyData()).isNotIn(EarlyDataReason.ACCEPTED, EarlyDataReason.NOT_OFFERED);
        assertThat(exchange.theirs().earlyData()).as(exchange.theirs().output())
                .isEqualTo(untold(ours.session()).contains(PeerReport.Detail.EARLY_DATA_REFUSED)
                        ? PeerReport.EarlyData.NOT_SENT
                        : PeerReport.EarlyData.REFUSED);
        assertThat(exchange.theirs().output()).doesNotContain(EARLY);
    }

    Exchange earlyExchange(ServerPeer.Running server, TlsClientConfig config) {
        return earlyExchange(server, config, Duration.ZERO);
    }

    /// Sends early data, then a line; the session must have been resumed or not, as the server likes.
    private Exchange earlyExchange(ServerPeer.Running server, TlsClientConfig config, Duration ahead) {
        try (EngineClient client = new EngineClient(server.port(), config, Scenario.trust(), EARLY,
                () -> System.currentTimeMillis() + ahead.toMillis())) {
            sendAndGetBack(server, client, LINE);
            return finish(server, client);
        }
    }

    /// Our engine takes a session once; who uses it again needs another copy of its secret.
    private static ClientSession copy(ClientSession s) {
        return with(s, s.ticket(), s.maxEarlyDataBytes());
    }

    private static ClientSession allowing(ClientSession s, long earlyBytes) {
        return with(s, s.ticket(), earlyBytes);
    }

    private static ClientSession unknown(ClientSession s) {
        byte[] ticket = s.ticket().clone();
        for (int i = 0; i < ticket.length; i++) {
            ticket[i] ^= 0x55;
        }
        return with(s, ticket, s.maxEarlyDataBytes());
    }

    private static ClientSession with(ClientSession s, byte[] ticket, long maxEarlyDataBytes) {
        return new ClientSession(ticket, Secret.copyOf(s.psk().expose()), s.cipherSuite(), s.receivedAtMillis(),
                s.lifetimeSeconds(), s.ageAdd(), maxEarlyDataBytes, s.serverName(), s.applicationProtocol(),
                s.peerIdentity(), s.peerStaples(), s.ownIdentities());
    }
}
