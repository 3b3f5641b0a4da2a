package dev.postern.interop;

import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.Chromium;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.Identity;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// A browser loads a page from our engine: several connections, since our server closes each after its answer.
@Peer(value = PeerExecutable.CHROMIUM, role = Peer.Role.CLIENT)
class ChromiumTest {
    private static final int MOST_VISITS = 20;
    private static final Identity IDENTITY = Scenario.AUTHORITY.server(KeyKind.ECDSA_P256);

    @Test
    @Shows(Mode.FULL)
    void loadsAPageWithTheHybridGroup() {
        Load load = load(Scenario.serverConfig().build(), IDENTITY);

        assertThat(load.first().group()).isEqualTo(NamedGroup.X25519MLKEM768);
        assertThat(load.first().resumed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"ECDSA_P256", "ECDSA_P384", "RSA"})
    @Shows(Mode.CERTIFICATES)
    void verifiesEachCertificateType(KeyKind kind) {
        Identity identity = Scenario.AUTHORITY.server(kind);
        Load load = load(Scenario.serverConfig(identity).build(), identity);

        assertThat(String.valueOf(load.first().signatureScheme())).startsWith(Scenario.schemePrefix(kind));
    }

    static List<NamedGroup> groups() {
        return List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1);
    }

    @ParameterizedTest
    @MethodSource("groups")
    @Shows(Mode.GROUPS)
    void agreesOnEachGroup(NamedGroup group) {
        Load load = load(Scenario.serverConfig().groups(List.of(group)).build(), IDENTITY);

        assertThat(load.first().group()).isEqualTo(group);
    }

    @Test
    @Shows(Mode.HELLO_RETRY_REQUEST)
    void sendsAnotherShareWhenAsked() {
        Load load = load(Scenario.serverConfig().groups(List.of(NamedGroup.SECP384R1)).build(), IDENTITY);

        assertThat(load.first().helloRetried()).isTrue();
    }

    @Test
    @Shows(Mode.RESUMED)
    void resumesOnALaterConnection() {
        Scenario scenario = new Scenario();
        Load load = load(scenario, scenario.issuing().build(), IDENTITY);

        assertThat(load.first().resumed()).isFalse();
        assertThat(load.all()).anyMatch(connection -> connection.session().resumed());
    }

    /// Early data is accepted on every later connection; whether a request is at hand before the server's Finished comes is a race within the
    /// browser, so it may visit more than once.
    @Test
    @Shows(Mode.EARLY_DATA_ACCEPTED)
    void sendsALaterRequestEarly() {
        List<String> early = List.of();
        for (int visit = 0; visit < MOST_VISITS && early.isEmpty(); visit++) {
            Scenario scenario = new Scenario();
            Load load = load(scenario, scenario.takingEarlyData().applicationProtocols("http/1.1").build(), IDENTITY,
                    "--enable-features=EnableTLS13EarlyData");
            assertThat(load.all()).anyMatch(connection -> connection.earlyData() == EarlyDataReason.ACCEPTED);
            early = load.all().stream().map(EngineJournal::earlyText).filter(text -> !text.isEmpty()).toList();
        }
        assertThat(early).isNotEmpty().allSatisfy(text -> assertThat(text).startsWith("GET /"));
    }

    /// @param first the connection that brought the page
    /// @param all   those that came to be, the first included
    private record Load(SessionInfo first, List<EngineJournal> all) {}

    private static Load load(TlsServerConfig config, Identity identity) {
        return load(new Scenario(), config, identity);
    }

    /// Loads the page and checks that both ends say the same about both of its connections.
    private static Load load(Scenario scenario, TlsServerConfig config, Identity identity, String... switches) {
        ServerSettings settings = Scenario.settings(config).onLine(ServerSettings.OnLine.SERVE_PAGE);
        try (EngineServer server = scenario.server(settings)) {
            Chromium.Visit visit = Chromium.visit("https://localhost:" + server.port() + "/", identity.certificate(),
                    switches);
            assertThat(visit.page()).contains("page /");
            List<EngineJournal> ours = server.allConnections().stream().filter(j -> j.confirmed().isPresent()).toList();
            assertThat(visit.connections()).isNotEmpty();
            assertThat(ours.stream().map(j -> asChromiumSeesIt(j.session())))
                    .containsAll(visit.connections());
            return new Load(firstPage(ours), ours);
        }
    }

    /// A browser also connects ahead of its needs, and asks for an icon; what is meant is told apart by the request.
    private static SessionInfo firstPage(List<EngineJournal> connections) {
        return connections.stream().filter(j -> j.text().startsWith("GET / ")).findFirst()
                .orElseThrow(() -> new AssertionError("nobody asked for the first page on " + connections)).session();
    }

    private static Chromium.TlsConnection asChromiumSeesIt(SessionInfo ours) {
        return new Chromium.TlsConnection("TLS 1.3", ours.cipherSuite().code(), ours.group().code(),
                Optional.ofNullable(ours.applicationProtocol()), ours.resumed(), ours.helloRetried());
    }
}
