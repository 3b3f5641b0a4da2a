package dev.postern.interop;

import dev.postern.interop.peer.ClientPeer;
import dev.postern.interop.peer.ClientRun;
import dev.postern.interop.peer.GnuTlsClient;
import dev.postern.interop.peer.GnuTlsServer;
import dev.postern.interop.peer.OpenSslClient;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Peers among themselves, without us: proves that their reports are read right, so that a failure elsewhere is ours.
class PeerPairTest {
    private static final List<NamedGroup> CLIENT_GROUPS = List.of(NamedGroup.X25519, NamedGroup.SECP384R1);

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(new OpenSslClient(PeerExecutable.OPENSSL_DEBIAN), new ProgramServer(PeerExecutable.GO)),
                Arguments.of(new OpenSslClient(PeerExecutable.OPENSSL_NEW), new GnuTlsServer()),
                Arguments.of(new GnuTlsClient(), new ProgramServer(PeerExecutable.GO)),
                Arguments.of(new ProgramClient(PeerExecutable.GO), new GnuTlsServer()));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void readsAResumptionWithARetryFromBothEnds(ClientPeer client, ServerPeer server) {
        ServerRun run = ServerRun.with(Scenario.AUTHORITY.server(KeyKind.ECDSA_P256), Scenario.AUTHORITY.rootFile())
                .groups(List.of(NamedGroup.SECP384R1)).protocols("http/1.1").connections(2);
        try (ServerPeer.Running running = server.start(run)) {
            PeerReport second = client.run(ClientRun.to(running.port(), Scenario.AUTHORITY.rootFile())
                    .groups(CLIENT_GROUPS).protocols("http/1.1").resuming());
            assertConnection(running.awaitReport(), false);
            assertConnection(running.awaitReport(), true);
            assertConnection(second, true);
        }
    }

    private static void assertConnection(PeerReport report, boolean resumed) {
        assertThat(report.tls13()).as(report.output()).isTrue();
        assertThat(report.resumed()).as(report.output()).isEqualTo(resumed);
        assertThat(report.helloRetried()).as(report.output()).contains(true);
        assertThat(report.suite()).as(report.output())
                .hasValueSatisfying(suite -> assertThat(suite).startsWith("TLS_"));
        assertThat(report.group()).as(report.output()).contains("secp384r1");
        assertThat(report.protocol()).as(report.output()).contains("http/1.1");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void readsThatAHandshakeFailed(ClientPeer client, ServerPeer server) {
        ServerRun run = ServerRun.with(Scenario.STRANGER.server(KeyKind.ECDSA_P256), Scenario.AUTHORITY.rootFile());
        try (ServerPeer.Running running = server.start(run)) {
            PeerReport report = client.run(ClientRun.to(running.port(), Scenario.AUTHORITY.rootFile()));
            assertThat(report.tls13()).as(report.output()).isFalse();
            assertThat(running.awaitReport().tls13()).isFalse();
        }
    }
}
