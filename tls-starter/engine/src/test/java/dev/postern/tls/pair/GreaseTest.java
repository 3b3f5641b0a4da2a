package dev.postern.tls.pair;

import dev.postern.checks.Rfc;
import dev.postern.tls.ClientHelloView;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.Grease;
import dev.postern.tls.config.ClientHelloShape;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.PskKeyExchangeModes;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.MessageBounds;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import static dev.postern.tls.pair.FullHandshakeTest.assertConnected;
import static org.assertj.core.api.Assertions.assertThat;

/// A client that offers what nobody knows (RFC 8701), and in an order that nobody knows.
class GreaseTest {
    private static final MessageBounds BOUNDS = new MessageBounds(64, 8, 16, 10);
    private static final int RECORD_HEADER_BYTES = 5;
    private static final ClientHelloShape BOTH = new ClientHelloShape(true, true);

    private final PairSetup setup = new PairSetup().client(client -> client.helloShape(BOTH));

    @Test
    @Rfc(number = 8701, section = "3.1")
    void putsAReservedValueWhereverOneMayStand() {
        for (int i = 0; i < 32; i++) {
            ClientHello hello = hello(setup.newClient());
            List<Integer> extensions = hello.extensions().types().stream().map(ExtensionType::code)
                    .filter(Grease::is).toList();
            assertThat(extensions).as("two, of different types").hasSize(2);
            KeyShareClientHello shares = hello.extensions().find(KeyShareClientHello.class).orElseThrow();
            assertThat(shares.groups()).filteredOn(group -> Grease.is(group.code())).hasSize(1);
            assertThat(hello.extensions().find(PskKeyExchangeModes.class).orElseThrow().modes())
                    .filteredOn(mode -> IntStream.range(0, 8).anyMatch(each -> Grease.pskMode(each) == mode.code()))
                    .hasSize(1);
        }
    }

    @Test
    @Rfc(number = 8701, section = "3.1")
    void aServerPassesOverThem() {
        Pair pair = setup.pair().handshake();

        assertConnected(pair);
        ClientHelloView seen = pair.server().answers().hello();
        assertThat(seen.cipherSuites()).anyMatch(suite -> Grease.is(suite.code()));
        assertThat(seen.groups()).anyMatch(group -> Grease.is(group.code()));
        assertThat(seen.keyShares()).anyMatch(group -> Grease.is(group.code()));
        assertThat(seen.versions()).anyMatch(Grease::is);
        assertThat(seen.signatureSchemes()).anyMatch(scheme -> Grease.is(scheme.code()));
        assertThat(seen.applicationProtocols()).anyMatch(Grease::isProtocol);
        SessionInfo agreed = pair.server().engine().session().orElseThrow();
        assertThat(Grease.is(agreed.group().code())).isFalse();
        assertThat(agreed.applicationProtocol()).isEqualTo("h2");
    }

    @Test
    void resumesWithEarlyDataAllTheSame() {
        ClientSession session = setup.session();
        Pair pair = setup.early(session);
        pair.client().engine().start(pair.client().out());
        pair.client().send("early");
        pair.exchange();

        assertConnected(pair);
        assertThat(pair.server().inbox().earlyText()).isEqualTo("early");
    }

    /// Our server compares the two hellos, extension by extension.
    @Test
    @Rfc(number = 9846, section = "4.2.2")
    void theSecondHelloRepeatsTheFirst() {
        ClientSession session = setup.session();
        for (int i = 0; i < 8; i++) {
            assertConnected(setup.pair(client -> client.keyShareGroups(List.of())).handshake());
        }
        Pair pair = setup.pair(client -> client.keyShareGroups(List.of()).sessions(List.of(session))).handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().resumed()).isTrue();
        assertThat(pair.client().engine().session().orElseThrow().helloRetried()).isTrue();
    }

    @Test
    void theOrderChangesFromOneConnectionToTheNext() {
        setup.client(client -> client.helloShape(new ClientHelloShape(false, true)));
        Set<List<ExtensionType>> orders = new HashSet<>();
        Set<ExtensionType> types = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            List<ExtensionType> order = hello(setup.newClient()).extensions().extensions().stream()
                    .map(Extension::type).toList();
            orders.add(order);
            types.addAll(order);
        }
        assertThat(orders).hasSizeGreaterThan(15).allSatisfy(order -> assertThat(order).hasSize(types.size()));
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11")
    void preSharedKeyStaysLast() {
        for (ClientSession session : new ArrayList<>(setup.sessions())) {
            ClientHello hello = hello(setup.newClient(client -> client.sessions(List.of(session)).earlyData(true)));
            assertThat(hello.extensions().extensions().getLast().type()).isEqualTo(ExtensionType.PRE_SHARED_KEY);
            assertThat(hello.extensions().has(ExtensionType.EARLY_DATA)).isTrue();
        }
    }

    @Test
    void aPlainClientOffersNothingThatItDoesNotMean() {
        ClientHello hello = hello(new PairSetup().newClient());

        assertThat(hello.extensions().types()).noneMatch(type -> Grease.is(type.code()));
        assertThat(hello.cipherSuites()).noneMatch(suite -> Grease.is(suite.code()));
    }

    /// RFC 8701 2 lists sixteen values of two bytes and eight of one.
    @Test
    @Rfc(number = 8701, section = "2")
    void thereAreSixteenValuesAndEightModes() {
        assertThat(IntStream.range(-128, 128).map(Grease::twoBytes).distinct().sorted().toArray()).hasSize(16)
                .startsWith(0x0a0a, 0x1a1a).endsWith(0xeaea, 0xfafa);
        assertThat(IntStream.range(-128, 128).map(Grease::pskMode).distinct().sorted().toArray())
                .containsExactly(0x0b, 0x2a, 0x49, 0x68, 0x87, 0xa6, 0xc5, 0xe4);
        assertThat(IntStream.rangeClosed(0, 0xffff).filter(Grease::is)).hasSize(16);
        assertThat(Grease.isProtocol("h2")).isFalse();
        assertThat(Grease.isProtocol(Grease.protocol(15))).isTrue();
    }

    private static ClientHello hello(Peer<dev.postern.tls.TlsClientEngine> client) {
        client.engine().start(client.out());
        byte[] flight = client.out().take();
        int length = (flight[3] & 0xff) << 8 | (flight[4] & 0xff);
        return (ClientHello) HandshakeMessage
                .read(Arrays.copyOfRange(flight, RECORD_HEADER_BYTES, RECORD_HEADER_BYTES + length), BOUNDS);
    }
}
