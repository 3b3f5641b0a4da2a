package dev.postern.tls.pair;

import dev.postern.checks.Attack;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/// Somebody on the network changes or cuts what a server sends. Every single byte of every flight: whatever comes of it is an alert that
/// RFC 9846 names for what the client can see, never an exception of another kind, never a connection that waits for nothing. What a
/// client sends is damaged in the tests of the server.
class DamagedFlightsTest {
    /// What a changed byte may lead to at either end. `internal_error` is not among them.
    private static final Set<AlertDescription> EXPECTED = EnumSet.of(AlertDescription.UNEXPECTED_MESSAGE,
            AlertDescription.BAD_RECORD_MAC, AlertDescription.RECORD_OVERFLOW, AlertDescription.HANDSHAKE_FAILURE,
            AlertDescription.ILLEGAL_PARAMETER, AlertDescription.DECODE_ERROR, AlertDescription.DECRYPT_ERROR,
            AlertDescription.PROTOCOL_VERSION, AlertDescription.MISSING_EXTENSION,
            AlertDescription.UNSUPPORTED_EXTENSION, AlertDescription.NO_APPLICATION_PROTOCOL,
            // A plaintext alert whose description was changed, or that the change made of something else.
            AlertDescription.CLOSE_NOTIFY, AlertDescription.GENERAL_ERROR);

    private final PairSetup setup = new PairSetup(CryptoProviders.fastest())
            .client(client -> client.groups(List.of(NamedGroup.X25519)));

    private final Deque<ClientSession> sessions = new ArrayDeque<>();

    @Test
    @Attack(44)
    void noChangedByteOfAFullHandshakeGoesUnnoticed() {
        changeEveryByte(setup::pair);
    }

    @Test
    void noChangedByteOfARetriedHandshakeGoesUnnoticed() {
        setup.client(client -> client.keyShareGroups(List.of())).server(server -> server.cookieKey(new byte[32]));
        changeEveryByte(setup::pair);
    }

    @Test
    void noChangedByteOfAClientsCertificateGoesUnnoticed() {
        var alice = TestCredentials.p256(setup.crypto(), "alice");
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE))
                .client(client -> client.credentials(List.of(alice)));
        changeEveryByte(setup::pair);
    }

    @Test
    void noChangedByteOfAResumedHandshakeGoesUnnoticed() {
        changeEveryByte(() -> setup.resuming(nextSession()));
    }

    /// Changed early data is refused or it is an error; it is never delivered changed.
    @Test
    void noChangedByteOfEarlyDataIsDelivered() {
        changeEveryByte(() -> setup.early(nextSession()));
    }

    @Test
    void everyCutEndsInATruncationThatIsReported() {
        Recording whole = Recording.of(setup.pair(), () -> {});
        for (int flight = 0; flight < whole.flights().size(); flight++) {
            int length = whole.flights().get(flight).toServer() ? 0 : whole.flights().get(flight).bytes().length;
            for (int cut = 0; cut < length; cut++) {
                cutAt(flight, cut);
            }
        }
    }

    /// The bytes after the cut never come, and the transport ends.
    private void cutAt(int flight, int length) {
        Pair pair = setup.pair();
        damage(pair, flight, bytes -> Arrays.copyOf(bytes, Math.min(length, bytes.length)));
        pair.handshake();
        Peer<?> victim = pair.client();
        assertThat(victim.failure()).as("flight %d cut to %d", flight, length).isEmpty();
        victim.engine().endOfInput(victim.inbox());

        assertThat(victim.inbox().events(TlsEvent.Failed.class)).hasSize(1);
        assertThat(victim.engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    private void changeEveryByte(Supplier<Pair> connections) {
        Pair model = connections.get();
        Recording whole = Recording.of(model, () -> early(model));
        for (int flight = 0; flight < whole.flights().size(); flight++) {
            int length = whole.flights().get(flight).toServer() ? 0 : whole.flights().get(flight).bytes().length;
            for (int at = 0; at < length; at++) {
                changeByte(connections.get(), flight, at, 1 << (at % 8));
            }
        }
    }

    private void changeByte(Pair pair, int flight, int at, int change) {
        damage(pair, flight, bytes -> {
            byte[] changed = bytes.clone();
            // A signature may be a byte shorter than the one of the recording.
            changed[Math.min(at, changed.length - 1)] ^= (byte) change;
            return changed;
        });
        pair.client().engine().start(pair.client().out());
        early(pair);
        pair.exchange();
        String where = "flight %d, byte %d, bit %d".formatted(flight, at, change);
        assertNothingUntoward(pair.client(), where);
        assertNothingUntoward(pair.server(), where);
        assertThat(pair.server().inbox().earlyText()).as(where).isIn("", "early");
        if (isConfirmed(pair.client()) && isConfirmed(pair.server())) {
            assertHarmless(pair, where);
        }
    }

    /// A ticket is used once, so many are needed.
    private ClientSession nextSession() {
        if (sessions.isEmpty()) {
            setup.server(server -> server.tickets(new TicketPolicy(16, 86_400, 42, setup.tickets())));
            sessions.addAll(setup.sessions());
            setup.server(server -> server.tickets(new TicketPolicy(1, 86_400, 42, setup.tickets())));
        }
        return sessions.removeFirst();
    }

    /// Sends early data where the connection has any to send.
    private static void early(Pair pair) {
        if (pair.client().engine().canSend()) {
            pair.client().send("early");
        }
    }

    private static void assertNothingUntoward(Peer<?> peer, String where) {
        assertThat(peer.inbox().events(TlsEvent.Failed.class)).as(where).hasSizeLessThan(2);
        peer.failure().ifPresent(alert -> {
            assertThat(alert.fault()).as("%s: %s", where, alert.getMessage()).isIn(Fault.PEER_MISBEHAVED,
                    Fault.PEER_INCOMPATIBLE, Fault.PEER_ALERT);
            if (alert.fault() != Fault.PEER_ALERT) {
                assertThat(alert.description()).as("%s: %s", where, alert.getMessage()).isIn(EXPECTED);
            }
            assertThat(peer.engine().stage()).as(where).isEqualTo(TlsEngine.Stage.CLOSED);
        });
        assertThat(peer.engine().pause()).as(where).isEmpty();
    }

    private static boolean isConfirmed(Peer<?> peer) {
        return !peer.inbox().events(TlsEvent.HandshakeConfirmed.class).isEmpty();
    }

    /// Only what no key protects may change without harm: the version of a record, whose value must be ignored, and early data that is
    /// refused. What was negotiated is the same.
    private static void assertHarmless(Pair pair, String where) {
        assertThat(pair.client().engine().session().map(session -> session.cipherSuite())).as(where)
                .isEqualTo(pair.server().engine().session().map(session -> session.cipherSuite()));
        assertThat(pair.client().engine().session().map(session -> session.applicationProtocol())).as(where)
                .isEqualTo(pair.server().engine().session().map(session -> session.applicationProtocol()));
    }

    /// Harms the flight of this number, counted over both directions.
    private static void damage(Pair pair, int flight, UnaryOperator<byte[]> harm) {
        int[] next = {0};
        UnaryOperator<byte[]> tamper = bytes -> next[0]++ == flight ? harm.apply(bytes) : bytes;
        pair.tamperToServer(tamper).tamperToClient(tamper);
    }
}
