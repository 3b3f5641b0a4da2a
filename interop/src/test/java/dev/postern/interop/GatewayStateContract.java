package dev.postern.interop;

import dev.postern.interop.gateway.Decoy;
import dev.postern.interop.gateway.Gateway;
import dev.postern.interop.gateway.GatewayExtension;
import dev.postern.interop.gateway.Handshake;
import dev.postern.interop.gateway.Neighbours;
import dev.postern.interop.gateway.Relay;
import dev.postern.interop.matrix.Case;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.HttpPeer;
import dev.postern.interop.peer.HttpRun;
import dev.postern.interop.peer.PeerReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// A client does all as it should, with a ticket that is good, and a gateway refuses its early data for a reason of its own. Some clients are
/// asked, since theirs is not the side that it depends on.
///
/// What replicas with one database bring about, a policy that is rolled out or stale, is met by the engine's own client alone, in the
/// gateway's tests of its reasons.
@ExtendWith(GatewayExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewayStateContract {
    /// A store is old enough after seconds; on a machine that is busy, seconds take longer.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpPeer peer;

    GatewayStateContract(HttpPeer peer) {
        this.peer = peer;
    }

    @BeforeEach
    void takeEarlyData(Neighbours neighbours) {
        neighbours.takeEarlyData();
    }

    /// Why the gateway refuses.
    enum Refusal implements Case {
        /// The ticket is the neighbour's, who has the same keys and another memory.
        ZONE("zone", "zone"),
        /// Somebody else's early data has not been confirmed, and more than that the gateway does not take.
        OVERLOAD("overload", "overload"),
        NO_STORE("no replay store", "replayStoreUnavailable"),
        /// The store is newer than the ticket, and does not know what was sent with it.
        YOUNG_STORE("young replay store", "warmUp"),
        /// The client has a ticket of a host that asks for certificates, and believes that it allows early data.
        CLIENT_CERTIFICATES("client certificates", "clientAuth"),
        /// The client believes of its ticket that it allows early data.
        UNSUITABLE_TICKET("unsuitable ticket", "unsupportedForSession");

        private final String sort;
        private final String reason;

        Refusal(String sort, String reason) {
            this.sort = sort;
            this.reason = reason;
        }

        @Override
        public String shows() {
            return sort;
        }

        private Gateway by(Neighbours neighbours) {
            return switch (this) {
                case ZONE, NO_STORE, YOUNG_STORE -> neighbours.sharing();
                case OVERLOAD, CLIENT_CERTIFICATES, UNSUITABLE_TICKET -> neighbours.lonely();
            };
        }

        /// Handshakes with that gateway.
        private int handshakes() {
            return switch (this) {
                case ZONE -> 1;
                case NO_STORE, YOUNG_STORE, CLIENT_CERTIFICATES, UNSUITABLE_TICKET -> 2;
                // The decoy's is one, too, when it is over.
                case OVERLOAD -> 3;
            };
        }
    }

    /// Those that this client can be brought to.
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.CLIENT_CERTIFICATES, Refusal.UNSUITABLE_TICKET));
    }

    /// The same client, which sends early data with a ticket that allows none.
    HttpPeer overconfident() {
        throw new IllegalStateException("this client believes its ticket");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Shows(Mode.GATEWAY_STATE)
    void asksAgainOverHttp1WhenTheGatewayCannotTakeItsEarlyRequest(Refusal refusal, Neighbours neighbours)
            throws IOException {
        assertRefused(refusal, Protocol.HTTP_1, neighbours);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Shows(Mode.GATEWAY_STATE_OVER_HTTP_2)
    void asksAgainOverHttp2WhenTheGatewayCannotTakeItsEarlyRequest(Refusal refusal, Neighbours neighbours)
            throws IOException {
        assertRefused(refusal, Protocol.HTTP_2, neighbours);
    }

    private void assertRefused(Refusal refusal, Protocol protocol, Neighbours neighbours) throws IOException {
        Gateway gateway = refusal.by(neighbours);
        long before = gateway.lastHandshake();
        HttpPeer.Conversation conversation = askEarly(refusal, protocol, neighbours);

        PeerReport theirs = conversation.second();
        assertThat(theirs.earlyData()).as(theirs.output()).isEqualTo(PeerReport.EarlyData.REFUSED);
        assertThat(theirs.output()).contains("GET tls=TLSv1.3 resumed=true early=none").doesNotContain("early=1");
        Handshake ours = gateway.handshakesAfter(before, refusal.handshakes()).stream()
                .filter(handshake -> handshake.result().equals("success")).toList().getLast();
        assertThat(ours.alpn()).isEqualTo(protocol.alpn());
        assertThat(ours.resumed()).isTrue();
        assertThat(ours.earlyData()).isEqualTo("rejected");
        assertThat(ours.earlyDataReason()).isEqualTo(refusal.reason);
    }

    private HttpPeer.Conversation askEarly(Refusal refusal, Protocol protocol, Neighbours neighbours)
            throws IOException {
        Gateway lonely = neighbours.lonely();
        Gateway sharing = neighbours.sharing();
        return switch (refusal) {
            case ZONE -> ask(peer, protocol, sharing, new Relay(lonely.port(), sharing.port(), flight -> {
            }));
            case OVERLOAD -> {
                try (Decoy decoy = new Decoy()) {
                    yield ask(peer, protocol, lonely,
                            new Relay(lonely.port(), flight -> decoy.send(lonely.port(), flight)));
                }
            }
            case NO_STORE ->
                ask(peer, protocol, sharing, new Relay(sharing.port(), flight -> neighbours.takeTheStoreAway()));
            case YOUNG_STORE -> ask(peer, protocol, sharing, new Relay(sharing.port(), flight -> {
                neighbours.takeTheStoreAway();
                neighbours.bringTheStore();
            }));
            case CLIENT_CERTIFICATES -> {
                lonely.askForCertificates(true);
                yield ask(overconfident(), protocol, lonely, new Relay(lonely.port(), flight -> {
                }));
            }
            case UNSUITABLE_TICKET -> {
                lonely.issueNoEarlyData();
                yield ask(overconfident(), protocol, lonely,
                        new Relay(lonely.port(), flight -> neighbours.takeEarlyData()));
            }
        };
    }

    static Set<Protocol> protocols() {
        return EnumSet.allOf(Protocol.class);
    }

    /// Beside the neighbour's ticket and the crowd.
    @ParameterizedTest
    @MethodSource("protocols")
    @Shows(Mode.GATEWAY_EARLY_DATA_ACCEPTED)
    void isServedEarlyWhereItsTicketIsFromAndNobodyIsInTheWay(Protocol protocol, Neighbours neighbours) {
        Gateway gateway = neighbours.lonely();
        PeerReport theirs = ask(peer, protocol, gateway, new Relay(gateway.port(), flight -> {
        })).second();

        assertThat(theirs.output()).contains("GET tls=TLSv1.3 resumed=true early=1");
    }

    /// Beside the store that is not there, or not yet for long enough.
    @ParameterizedTest
    @MethodSource("protocols")
    @Shows(Mode.GATEWAY_EARLY_DATA_ACCEPTED)
    void isServedEarlyOnceTheStoreIsOldEnough(Protocol protocol, Neighbours neighbours) {
        neighbours.narrowTheWindow();
        neighbours.bringTheStore();
        Gateway gateway = neighbours.sharing();
        long end = System.nanoTime() + PATIENCE.toNanos();
        PeerReport theirs;
        do {
            theirs = ask(peer, protocol, gateway, new Relay(gateway.port(), flight -> {
            })).second();
        } while (theirs.earlyData() == PeerReport.EarlyData.REFUSED && System.nanoTime() < end);

        assertThat(theirs.output()).contains("GET tls=TLSv1.3 resumed=true early=1");
    }

    /// @param way to where the client asks
    private static HttpPeer.Conversation ask(HttpPeer client, Protocol protocol, Gateway gateway, Relay way) {
        try (way) {
            return client.ask(new HttpRun(way.port(), gateway.roots(), protocol.request(), protocol.request(),
                    protocol.bytes(), List.of(), gateway.endOfAnswer()));
        }
    }
}
