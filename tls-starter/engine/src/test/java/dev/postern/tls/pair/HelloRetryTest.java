package dev.postern.tls.pair;

import dev.postern.checks.Attack;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.jdk.JdkCryptoProvider;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.TlsEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Set;

import static dev.postern.tls.pair.FullHandshakeTest.assertConnected;
import static org.assertj.core.api.Assertions.assertThat;

/// HelloRetryRequest, between our two ends.
class HelloRetryTest {
    private final PairSetup setup = new PairSetup().client(client -> client.keyShareGroups(List.of()));

    @Test
    void isSparedByAHintAboutTheServer() {
        setup.server(server -> server.groups(List.of(NamedGroup.SECP384R1)));
        Pair blind = setup.pair().handshake();
        Pair hinted = setup.pair(client -> client.serverGroupsHint(List.of(NamedGroup.SECP384R1))).handshake();
        Pair misled = setup.pair(client -> client.serverGroupsHint(List.of(new NamedGroup(0x0a0a)))).handshake();

        assertThat(blind.client().engine().session().orElseThrow().helloRetried()).isTrue();
        assertThat(hinted.client().engine().session().orElseThrow().helloRetried()).isFalse();
        assertThat(misled.client().engine().session().orElseThrow().helloRetried()).isTrue();
    }

    @Test
    void asksForAShareThatWasNotSent() {
        Pair pair = setup.pair().handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().helloRetried()).isTrue();
        assertThat(pair.server().engine().session().orElseThrow().helloRetried()).isTrue();
    }

    static Set<NamedGroup> groups() {
        return new JdkCryptoProvider().groups();
    }

    @ParameterizedTest
    @MethodSource("groups")
    void asksForTheGroupThatTheServerHas(NamedGroup group) {
        Pair pair = setup.server(server -> server.groups(List.of(group)))
                .pair(client -> client.groups(List.copyOf(groups())).keyShareGroups(List.of())).handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().group()).isEqualTo(group);
    }

    @Test
    void carriesACookieThatTheServerSealed() {
        Pair pair = setup.server(server -> server.cookieKey(setup.random().bytes(32))).pair()
                .delivery(Delivery.BYTE_BY_BYTE).handshake();

        assertConnected(pair);
    }

    @Test
    void resumesAllTheSame() {
        Pair pair = setup.resuming(setup.session()).handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().resumed()).isTrue();
        assertThat(pair.client().engine().session().orElseThrow().helloRetried()).isTrue();
    }

    @Test
    @Attack(19)
    void resumesWithTheCookieToo() {
        setup.server(server -> server.cookieKey(setup.random().bytes(32)));
        Pair pair = setup.resuming(setup.session()).handshake();

        assertConnected(pair);
        assertThat(pair.server().engine().session().orElseThrow().resumed()).isTrue();
    }

    @Test
    void costsTheEarlyDataThatWasSent() {
        Pair pair = setup.early(setup.session());
        pair.client().engine().start(pair.client().out());
        pair.client().send("too early");
        pair.exchange();

        assertConnected(pair);
        assertThat(pair.server().inbox().earlyText()).isEmpty();
        assertThat(pair.client().inbox().events(TlsEvent.EarlyDataRejected.class))
                .containsExactly(new TlsEvent.EarlyDataRejected(EarlyDataReason.HELLO_RETRY_REQUEST));
        assertThat(pair.client().engine().session().orElseThrow().earlyData())
                .isEqualTo(EarlyDataReason.HELLO_RETRY_REQUEST);
        assertThat(pair.server().engine().session().orElseThrow().earlyData())
                .isEqualTo(EarlyDataReason.HELLO_RETRY_REQUEST);
    }
}
