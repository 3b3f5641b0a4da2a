package dev.postern.interop;

import dev.postern.interop.engine.EngineClient;
import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.OpenSslServer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What `s_server` can do beyond other servers: it prints what came early, and its tickets are for one use.
abstract class OpenSslServerContract extends SteerableServerContract {
    OpenSslServerContract(PeerExecutable openssl, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(new OpenSslServer(openssl), groups, certificates);
    }

    @Test
    @Shows(Mode.EARLY_DATA_ACCEPTED)
    void printsOurEarlyData() {
        try (ServerPeer.Running server = peer().start(run().early(true).connections(2))) {
            List<ClientSession> tickets = tickets(server, Scenario.clientConfig().build());

            Exchange exchange = earlyExchange(server, Scenario.clientConfig(tickets).earlyData(true).build());

            assertThat(exchange.theirs().output()).contains(EARLY);
        }
    }

    @Test
    @Shows(Mode.EARLY_DATA_REFUSED)
    void refusesATicketThatWasUsed() {
        try (ServerPeer.Running server = peer().start(run().early(true).connections(3))) {
            List<ClientSession> tickets = tickets(server, Scenario.clientConfig().build());
            List<ClientSession> again = List.of(copy(tickets.getFirst()));
            earlyExchange(server,
                    Scenario.clientConfig(List.of(tickets.getFirst())).earlyData(true).build());

            Exchange exchange = earlyExchange(server, Scenario.clientConfig(again).earlyData(true).build());

            assertRefused(exchange);
            assertThat(exchange.ours().session().resumed()).isFalse();
        }
    }

    /// Our engine takes a session once; who replays it needs another copy of its secret.
    private static ClientSession copy(ClientSession s) {
        return new ClientSession(s.ticket(), Secret.copyOf(s.psk().expose()), s.cipherSuite(), s.receivedAtMillis(),
                s.lifetimeSeconds(), s.ageAdd(), s.maxEarlyDataBytes(), s.serverName(), s.applicationProtocol(),
                s.peerIdentity(), s.peerStaples(), s.ownIdentities());
    }

    @Test
    @Shows(Mode.EXTERNAL_PSK)
    void acceptsOurExternalPsk() {
        try (ServerPeer.Running server = peer().start(knowing(Scenario.PSK_HEX));
                EngineClient client = connect(server, offeringPsk())) {
            sendAndGetBack(server, client, LINE);
            client.sendClose();

            EngineJournal ours = client.journal().awaitEnd();
            assertThat(ours.session().peerIdentity()).isEqualTo(Scenario.externalPsk().holder());
            assertThat(ours.session().resumed()).isFalse();
            // To OpenSSL every PSK is a session that goes on.
            PeerReport theirs = server.awaitReport();
            assertThat(theirs.resumed()).as(theirs.output()).isTrue();
        }
    }

    /// It knows the name of the key, and fails at our binder.
    @Test
    @Shows(Mode.EXTERNAL_PSK)
    void shutsUsOutWithAnotherPsk() {
        try (ServerPeer.Running server = peer().start(knowing(Scenario.PSK_HEX.replace('0', '1')));
                EngineClient client = connect(server, offeringPsk())) {
            assertThat(client.journal().awaitEnd().failure()).hasValueSatisfying(
                    alert -> assertThat(alert.fault()).as(client.journal().toString()).isEqualTo(Fault.PEER_ALERT));
        }
    }

    private static ServerRun knowing(String key) {
        return run().more("-psk_identity", Scenario.PSK_IDENTITY, "-psk", key);
    }

    /// OpenSSL binds such a key to SHA-256.
    private static TlsClientConfig offeringPsk() {
        return Scenario.clientConfig().externalPsks(List.of(Scenario.externalPsk()))
                .cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256)).build();
    }
}
