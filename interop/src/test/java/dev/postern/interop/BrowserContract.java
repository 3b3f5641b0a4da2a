package dev.postern.interop;

import dev.postern.interop.engine.CountingCompression;
import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.pki.Identity;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// A browser loads a page from our engine: several connections, since our server closes each after its answer. It connects ahead of its needs
/// and asks for an icon, too, so what is meant is told apart by the request.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserContract {
    private static final int MOST_VISITS = 20;
    private static final String HTTP_1 = "http/1.1";

    private final List<NamedGroup> groups;
    private final List<KeyKind> certificates;
    private final CertificateCompressionAlgorithm compression;

    /// @param compression that the browser reads
    BrowserContract(List<NamedGroup> groups, List<KeyKind> certificates, CertificateCompressionAlgorithm compression) {
        this.groups = groups;
        this.certificates = certificates;
        this.compression = compression;
    }

    /// Loads the page from our server, and what it refers to.
    ///
    /// @param identity of the server, which the browser trusts
    abstract void visit(EngineServer server, Identity identity);

    /// The same when it does not trust the server: it shows no page.
    ///
    /// @return the connections that it made, which are over
    abstract List<EngineJournal> visitUntrusting(EngineServer server);

    /// What the browser told of the connections, if it tells anything.
    void assertAgreement(List<EngineJournal> connections) {
        assertThat(connections).isNotEmpty();
    }

    static List<CipherSuite> suites() {
        return TlsServerConfig.DEFAULT_CIPHER_SUITES;
    }

    List<NamedGroup> classicGroups() {
        return groups.stream().filter(group -> !group.toString().contains("MLKEM")).toList();
    }

    List<NamedGroup> postQuantumGroups() {
        return groups.stream().filter(group -> group.toString().contains("MLKEM")).toList();
    }

    List<KeyKind> certificates() {
        return certificates;
    }

    @Test
    @Shows(Mode.FULL)
    void loadsAPageWithTheHybridGroup() {
        SessionInfo first = firstPage(load(Scenario.serverConfig().build()));

        assertThat(first.group()).isEqualTo(NamedGroup.X25519MLKEM768);
        assertThat(first.resumed()).isFalse();
        assertThat(first.serverName()).isEqualTo("localhost");
    }

    @ParameterizedTest
    @MethodSource("suites")
    @Shows(Mode.CIPHER_SUITES)
    void speaksEachCipherSuite(CipherSuite suite) {
        assertThat(firstPage(load(Scenario.serverConfig().cipherSuites(List.of(suite)).build())).cipherSuite())
                .isEqualTo(suite);
    }

    @ParameterizedTest
    @MethodSource("certificates")
    @Shows(Mode.CERTIFICATES)
    void verifiesEachCertificateType(KeyKind kind) {
        Identity identity = Scenario.AUTHORITY.server(kind);
        SessionInfo first = firstPage(load(new Scenario(), identity, Scenario.serverConfig(identity).build()));

        assertThat(String.valueOf(first.signatureScheme())).startsWith(Scenario.schemePrefix(kind));
    }

    @ParameterizedTest
    @MethodSource("classicGroups")
    @Shows(Mode.GROUPS)
    void agreesOnEachGroup(NamedGroup group) {
        assertThat(firstPage(load(Scenario.serverConfig().groups(List.of(group)).build())).group()).isEqualTo(group);
    }

    @ParameterizedTest
    @MethodSource("postQuantumGroups")
    @Shows(Mode.POST_QUANTUM_GROUPS)
    void agreesOnEachGroupWithMlKem(NamedGroup group) {
        assertThat(firstPage(load(Scenario.serverConfig().groups(List.of(group)).build())).group()).isEqualTo(group);
    }

    @Test
    @Shows(Mode.HELLO_RETRY_REQUEST)
    void sendsAnotherShareWhenAsked() {
        assertThat(firstPage(load(Scenario.serverConfig().groups(List.of(NamedGroup.SECP384R1)).build()))
                .helloRetried()).isTrue();
    }

    @Test
    @Shows(value = Mode.CERTIFICATE_COMPRESSION, cases = "ours")
    void readsOurCompressedCertificate() {
        CountingCompression counting = CountingCompression.of(compression);
        load(Scenario.serverConfig().certificates(counting.alone()).build());

        assertThat(counting.compressed()).isPositive();
    }

    @Test
    @Shows(Mode.APPLICATION_PROTOCOL)
    void agreesOnAnApplicationProtocol() {
        assertThat(firstPage(load(Scenario.serverConfig().applicationProtocols(HTTP_1).build()))
                .applicationProtocol()).isEqualTo(HTTP_1);
    }

    @Test
    @Shows(Mode.SERVER_CERTIFICATE_REFUSED)
    void refusesOurUntrustedCertificate() {
        Identity untrusted = Scenario.STRANGER.server(KeyKind.ECDSA_P256);
        ServerSettings settings = Scenario.settings(Scenario.serverConfig(untrusted).build())
                .onLine(ServerSettings.OnLine.SERVE_PAGE);
        try (EngineServer server = new Scenario().server(settings)) {
            assertThat(visitUntrusting(server)).isNotEmpty().allSatisfy(ours -> {
                assertThat(ours.text()).isEmpty();
                assertThat(ours.failure()).hasValueSatisfying(
                        alert -> assertThat(alert.fault()).as(ours.toString()).isEqualTo(Fault.PEER_ALERT));
            });
        }
    }

    @Test
    @Shows(Mode.RESUMED)
    void resumesOnALaterConnection() {
        Scenario scenario = new Scenario();
        List<EngineJournal> connections = load(scenario, identity(), scenario.issuing().build());

        assertThat(firstPage(connections).resumed()).isFalse();
        assertThat(connections).anyMatch(connection -> connection.session().resumed());
    }

    @Test
    @Shows(Mode.RESUMED_AFTER_RETRY)
    void resumesAfterAHelloRetryRequest() {
        Scenario scenario = new Scenario();

        assertThat(load(scenario, identity(), scenario.issuing().groups(List.of(NamedGroup.SECP384R1)).build()))
                .anyMatch(connection -> connection.session().resumed() && connection.session().helloRetried());
    }

    @Test
    @Shows(Mode.KEY_UPDATE_BY_US)
    void followsOurKeyUpdate() {
        ServerSettings settings = Scenario.settings(Scenario.serverConfig().build())
                .onLine(ServerSettings.OnLine.UPDATE_KEYS_AND_SERVE_PAGES);

        assertThat(load(new Scenario(), identity(), settings, settings))
                .anyMatch(connection -> connection.keyUpdatesReceived() > 0);
    }

    /// Early data is accepted on every later connection; whether a request is at hand before the server's Finished comes is a race within the
    /// browser, so it may visit more than once.
    @Test
    @Shows(Mode.EARLY_DATA_ACCEPTED)
    void sendsALaterRequestEarly() {
        List<String> early = List.of();
        for (int visit = 0; visit < MOST_VISITS && early.isEmpty(); visit++) {
            Scenario scenario = new Scenario();
            List<EngineJournal> connections = load(scenario, identity(),
                    scenario.takingEarlyData().applicationProtocols(HTTP_1).build());
            assertThat(connections).anyMatch(connection -> connection.earlyData() == EarlyDataReason.ACCEPTED);
            early = connections.stream().map(EngineJournal::earlyText).filter(text -> !text.isEmpty()).toList();
        }
        assertThat(early).isNotEmpty().allSatisfy(text -> assertThat(text).startsWith("GET /"));
    }

    /// Those that the browser meets on the connection that it goes on with, or leaves in an orderly way.
    Set<EarlyDataClientContract.Refusal> refusals() {
        return EnumSet.allOf(EarlyDataClientContract.Refusal.class);
    }

    /// The first two connections, which a browser opens at once, may have tickets; those behind them are refused. A browser may give such a
    /// connection up and ask again on another.
    @ParameterizedTest
    @MethodSource("refusals")
    @Shows(Mode.EARLY_DATA_REFUSED)
    void loadsThePageWhenWeRefuseItsEarlyData(EarlyDataClientContract.Refusal refusal) {
        Scenario scenario = new Scenario();
        ServerSettings first = Scenario
                .settings(scenario.takingEarlyData().applicationProtocols(HTTP_1).build());
        TlsServerConfig.Builder later = scenario.takingEarlyData();
        // No protocol at all is another one, too.
        ServerSettings second = refusal == EarlyDataClientContract.Refusal.OTHER_PROTOCOL
                ? Scenario.settings(later.build())
                : refusal.settings(later.applicationProtocols(HTTP_1));
        try (EngineServer server = scenario.server(first.onLine(ServerSettings.OnLine.SERVE_PAGE),
                first.onLine(ServerSettings.OnLine.SERVE_PAGE), second.onLine(ServerSettings.OnLine.SERVE_PAGE))) {
            visit(server, identity());
            List<EngineJournal> connections = server.allConnections();

            assertThat(connections).anyMatch(connection -> connection.earlyDataRefusal()
                    .filter(reason -> reason == refusal.reason()).isPresent() && connection.earlyText().isEmpty());
            assertThat(connections).anyMatch(BrowserContract::hasTheLastPage);
        }
    }

    private static boolean hasTheLastPage(EngineJournal connection) {
        return (connection.earlyText() + connection.text()).contains("GET /4 ");
    }

    static Identity identity() {
        return Scenario.AUTHORITY.server(KeyKind.ECDSA_P256);
    }

    private List<EngineJournal> load(TlsServerConfig config) {
        return load(new Scenario(), identity(), config);
    }

    private List<EngineJournal> load(Scenario scenario, Identity identity, TlsServerConfig config) {
        ServerSettings settings = Scenario.settings(config).onLine(ServerSettings.OnLine.SERVE_PAGE);
        return load(scenario, identity, settings, settings);
    }

    /// The connections that came to be. The last page can only be asked for by a browser that took the first one in.
    private List<EngineJournal> load(Scenario scenario, Identity identity, ServerSettings first, ServerSettings later) {
        // A browser begins with two connections at once, and has a ticket of either.
        try (EngineServer server = scenario.server(first, first, later)) {
            visit(server, identity);
            List<EngineJournal> ours = server.allConnections().stream().filter(j -> j.confirmed().isPresent()).toList();
            assertThat(ours).anyMatch(BrowserContract::hasTheLastPage);
            assertAgreement(ours);
            return ours;
        }
    }

    private static SessionInfo firstPage(List<EngineJournal> connections) {
        return connections.stream().filter(j -> j.text().startsWith("GET / ")).findFirst()
                .orElseThrow(() -> new AssertionError("nobody asked for the first page on " + connections)).session();
    }
}
