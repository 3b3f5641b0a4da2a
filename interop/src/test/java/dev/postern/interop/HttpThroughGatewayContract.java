package dev.postern.interop;

import dev.postern.interop.gateway.Gateway;
import dev.postern.interop.gateway.GatewayExtension;
import dev.postern.interop.gateway.Handshake;
import dev.postern.interop.gateway.Relay;
import dev.postern.interop.matrix.Case;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.HttpPeer;
import dev.postern.interop.peer.HttpRun;
import dev.postern.interop.peer.PeerReport;
import dev.postern.tls.codepoint.NamedGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that can be told what to send ask an upstream of others through the whole gateway: on a first connection, and on a second one that
/// resumes it, earlier than its handshake ends or not.
@ExtendWith(GatewayExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpThroughGatewayContract {
    private static final byte[] NOTHING = {};
    private static final Duration NARROW = Duration.ofSeconds(2);

    private final HttpPeer peer;

    HttpThroughGatewayContract(HttpPeer peer) {
        this.peer = peer;
    }

    @BeforeEach
    void takeEarlyData(Gateway gateway) {
        gateway.takeEarlyData();
    }

    @AfterEach
    void takeEarlyDataAgain(Gateway gateway) {
        gateway.takeEarlyData();
    }

    /// Whether the client can ask on both connections.
    boolean asksOnItsFirstConnection() {
        return true;
    }

    @Test
    @Shows(Mode.HTTP_1)
    void isServedOverHttp1(Gateway gateway) {
        assertServed(gateway, Protocol.HTTP_1);
    }

    @Test
    @Shows(Mode.HTTP_2)
    void isServedOverHttp2(Gateway gateway) {
        assertServed(gateway, Protocol.HTTP_2);
    }

    private void assertServed(Gateway gateway, Protocol protocol) {
        long before = gateway.lastHandshake();
        HttpPeer.Conversation conversation = ask(gateway, protocol.request(), protocol.request(), NOTHING, List.of(),
                flight -> {
                });

        if (asksOnItsFirstConnection()) {
            assertThat(conversation.first().output()).contains("GET tls=TLSv1.3 resumed=false early=none");
        }
        assertThat(conversation.second().output()).contains("GET tls=TLSv1.3 resumed=true early=none");
        assertThat(conversation.first().protocol()).contains(protocol.alpn());
        Handshake ours = gateway.handshakesAfter(before, 2).getFirst();
        assertThat(ours.alpn()).isEqualTo(protocol.alpn());
        assertThat(ours.resumed()).isFalse();
    }

    @Test
    @Shows(Mode.GATEWAY_RESUMED)
    void resumes(Gateway gateway) {
        long before = gateway.lastHandshake();
        HttpPeer.Conversation conversation = ask(gateway, Protocol.HTTP_1.request(), Protocol.HTTP_1.request(), NOTHING,
                List.of(), flight -> {
                });

        assertThat(conversation.second().resumed()).as(conversation.second().output()).isTrue();
        assertThat(conversation.second().output()).contains("GET tls=TLSv1.3 resumed=true early=none");
        assertThat(gateway.handshakesAfter(before, 2)).extracting(Handshake::resumed).containsExactly(false, true);
    }

    static Set<Protocol> protocols() {
        return EnumSet.allOf(Protocol.class);
    }

    @ParameterizedTest
    @MethodSource("protocols")
    @Shows(Mode.GATEWAY_EARLY_DATA_ACCEPTED)
    void isServedEarly(Protocol protocol, Gateway gateway) {
        long before = gateway.lastHandshake();
        HttpPeer.Conversation conversation = ask(gateway, protocol.request(), protocol.request(), protocol.bytes(),
                List.of(), flight -> {
                });

        PeerReport theirs = conversation.second();
        assertThat(theirs.earlyData()).as(theirs.output()).isEqualTo(PeerReport.EarlyData.ACCEPTED);
        assertThat(theirs.output()).contains("GET tls=TLSv1.3 resumed=true early=1");
        Handshake ours = gateway.handshakesAfter(before, 2).getLast();
        assertThat(ours.result()).isEqualTo("success");
        assertThat(ours.alpn()).isEqualTo(protocol.alpn());
        assertThat(ours.earlyData()).isEqualTo("accepted");
    }

    /// Why the gateway refuses the early data of the second connection, after the first one got a ticket for it.
    enum Refusal implements Case {
        POLICY("policy", "disabled"),
        KILLED("kill switch", "killSwitch"),
        SHADOW("shadow", "shadow"),
        CHANGED_POLICY("changed policy", "policyDigest"),
        REVOKED("revoked ticket", "sessionNotResumed"),
        OTHER_PROTOCOL("ALPN", "alpnMismatch"),
        /// Somebody holds the client's first flight back for longer than the window.
        DELAYED("age", "ticketAgeSkew"),
        /// Somebody is faster with the client's own flight.
        REPLAYED("replay", "replay"),
        HELLO_RETRY("HelloRetryRequest", "helloRetryRequest");

        private final String sort;
        private final String reason;

        Refusal(String sort, String reason) {
            this.sort = sort;
            this.reason = reason;
        }

        /// Whether the ticket is good for what is not early.
        boolean resumes() {
            return this != REVOKED;
        }

        @Override
        public String shows() {
            return sort;
        }
    }

    /// Those that this client can be brought to.
    Set<Refusal> refusals() {
        return EnumSet.allOf(Refusal.class);
    }

    /// A ticket of the one protocol for the other is refused in either direction alike, and tried in one.
    Set<Refusal> refusalsOfHttp2() {
        Set<Refusal> some = EnumSet.copyOf(refusals());
        some.remove(Refusal.OTHER_PROTOCOL);
        return some;
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Shows(Mode.GATEWAY_EARLY_DATA_REFUSED)
    void asksAgainOverHttp1WhenItsEarlyRequestIsRefused(Refusal refusal, Gateway gateway) {
        assertRefused(refusal, Protocol.HTTP_1, gateway);
    }

    @ParameterizedTest
    @MethodSource("refusalsOfHttp2")
    @Shows(Mode.GATEWAY_EARLY_DATA_REFUSED_OVER_HTTP_2)
    void asksAgainOverHttp2WhenItsEarlyRequestIsRefused(Refusal refusal, Gateway gateway) {
        assertRefused(refusal, Protocol.HTTP_2, gateway);
    }

    private void assertRefused(Refusal refusal, Protocol protocol, Gateway gateway) {
        if (refusal == Refusal.DELAYED) {
            gateway.takeEarlyData(NARROW);
        }
        long before = gateway.lastHandshake();
        HttpPeer.Conversation conversation = askEarly(gateway, refusal, protocol);

        PeerReport theirs = conversation.second();
        assertThat(theirs.earlyData()).as(theirs.output()).isEqualTo(PeerReport.EarlyData.REFUSED);
        assertThat(theirs.output()).contains("GET tls=TLSv1.3 resumed=" + refusal.resumes() + " early=none")
                .doesNotContain("early=1");
        Handshake ours = gateway.handshakesAfter(before, refusal == Refusal.REPLAYED ? 3 : 2).stream()
                .filter(handshake -> handshake.result().equals("success")).toList().getLast();
        assertThat(ours.resumed()).isEqualTo(refusal.resumes());
        assertThat(ours.alpn()).isEqualTo(refusal == Refusal.OTHER_PROTOCOL ? Protocol.HTTP_2.alpn() : protocol.alpn());
        assertThat(ours.earlyData()).isEqualTo("rejected");
        assertThat(ours.earlyDataReason()).isEqualTo(refusal.reason);
    }

    private HttpPeer.Conversation askEarly(Gateway gateway, Refusal refusal, Protocol protocol) {
        HttpRun.Request first = protocol.request();
        byte[] early = protocol.bytes();
        return switch (refusal) {
            case POLICY -> ask(gateway, first, first, early, List.of(), flight -> gateway.acceptNoEarlyData());
            case KILLED -> ask(gateway, first, first, early, List.of(), flight -> gateway.engageKillSwitch());
            case SHADOW -> ask(gateway, first, first, early, List.of(), flight -> gateway.castShadow());
            case CHANGED_POLICY ->
                ask(gateway, first, first, early, List.of(), flight -> gateway.changeEarlyDataPolicy());
            case REVOKED -> ask(gateway, first, first, early, List.of(), flight -> gateway.revokeTickets());
            case DELAYED -> ask(gateway, first, first, early, List.of(), flight -> Relay.hold(NARROW.plusSeconds(1)));
            case REPLAYED -> ask(gateway, first, first, early, List.of(),
                    flight -> Relay.replay(gateway.port(), flight));
            // It is for the ticket's protocol, which is not the one that the gateway likes best.
            case OTHER_PROTOCOL -> ask(gateway, first,
                    new HttpRun.Request(List.of("h2", "http/1.1"), Protocol.HTTP_2.bytes()), early, List.of(),
                    flight -> {
                    });
            // The gateway does not have the group that it guesses.
            case HELLO_RETRY -> ask(gateway, first, first, early, List.of(NamedGroup.SECP521R1, NamedGroup.X25519),
                    flight -> {
                    });
        };
    }

    private HttpPeer.Conversation ask(Gateway gateway, HttpRun.Request first, HttpRun.Request second, byte[] early,
            List<NamedGroup> laterGroups, Relay.BeforeFlight before) {
        try (Relay relay = new Relay(gateway.port(), before)) {
            return peer.ask(new HttpRun(relay.port(), gateway.roots(), first, second, early, laterGroups,
                    gateway.endOfAnswer()));
        }
    }
}
