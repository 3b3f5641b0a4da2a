package dev.postern.interop;

import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.Firefox;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.event.SessionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// A browser loads a page from our engine: several connections, since our server closes each after its answer.
@Tag(Peer.BIG)
@Peer(value = PeerExecutable.FIREFOX, role = Peer.Role.CLIENT)
class FirefoxTest {

    @Test
    @Shows(Mode.FULL)
    void loadsAPageWithTheHybridGroup() {
        SessionInfo first = firstPage(load(new Scenario(), Scenario.serverConfig().build()));

        assertThat(first.group()).isEqualTo(NamedGroup.X25519MLKEM768);
        assertThat(first.resumed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"ECDSA_P256", "ECDSA_P384", "RSA"})
    @Shows(Mode.CERTIFICATES)
    void verifiesEachCertificateType(KeyKind kind) {
        SessionInfo first = firstPage(
                load(new Scenario(), Scenario.serverConfig(Scenario.AUTHORITY.server(kind)).build()));

        assertThat(String.valueOf(first.signatureScheme())).startsWith(Scenario.schemePrefix(kind));
    }

    static List<NamedGroup> groups() {
        return List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1);
    }

    @ParameterizedTest
    @MethodSource("groups")
    @Shows(Mode.GROUPS)
    void agreesOnEachGroup(NamedGroup group) {
        SessionInfo first = firstPage(
                load(new Scenario(), Scenario.serverConfig().groups(List.of(group)).build()));

        assertThat(first.group()).isEqualTo(group);
    }

    @Test
    @Shows(Mode.HELLO_RETRY_REQUEST)
    void sendsAnotherShareWhenAsked() {
        SessionInfo first = firstPage(
                load(new Scenario(), Scenario.serverConfig().groups(List.of(NamedGroup.SECP384R1)).build()));

        assertThat(first.helloRetried()).isTrue();
    }

    @Test
    @Shows(Mode.RESUMED)
    void resumesOnALaterConnection() {
        Scenario scenario = new Scenario();
        List<EngineJournal> connections = load(scenario, scenario.issuing().build());

        assertThat(firstPage(connections).resumed()).isFalse();
        assertThat(connections).anyMatch(connection -> connection.session().resumed());
    }

    /// The connections that came to be. The last page can only be asked for by a browser that took the first one in.
    private static List<EngineJournal> load(Scenario scenario, TlsServerConfig config) {
        ServerSettings settings = Scenario.settings(config).onLine(ServerSettings.OnLine.SERVE_PAGE);
        try (EngineServer server = scenario.server(settings)) {
            Firefox.visit("https://localhost:" + server.port() + "/", Scenario.AUTHORITY.rootFile());
            List<EngineJournal> ours = server.allConnections().stream().filter(j -> j.confirmed().isPresent()).toList();
            assertThat(ours).anyMatch(connection -> connection.text().startsWith("GET /4 "));
            return ours;
        }
    }

    private static SessionInfo firstPage(List<EngineJournal> connections) {
        return connections.stream().filter(j -> j.text().startsWith("GET / ")).findFirst()
                .orElseThrow(() -> new AssertionError("nobody asked for the first page on " + connections)).session();
    }
}
