package dev.postern.interop;

import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.ClientPeer;
import dev.postern.interop.peer.ClientRun;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.pki.Identity;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.event.SessionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// What every client of others must be able to do with our server. Each test reads both ends' reports.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientPeerContract {
    private final ClientPeer peer;
    private final List<NamedGroup> groups;
    private final List<KeyKind> certificates;

    ClientPeerContract(ClientPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        this.peer = peer;
        this.groups = groups;
        this.certificates = certificates;
    }

    ClientPeer peer() {
        return peer;
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

    List<KeyKind> classicCertificates() {
        return certificates().stream().filter(KeyKind.CLASSICAL::contains).toList();
    }

    List<KeyKind> postQuantumCertificates() {
        return certificates().stream().filter(kind -> !KeyKind.CLASSICAL.contains(kind)).toList();
    }

    /// What the peer says nothing about, of such a session; it has to tell the rest, and right.
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return EnumSet.noneOf(PeerReport.Detail.class);
    }

    /// How we learn that the peer does not trust us: by its alert.
    Fault whenNotTrusted() {
        return Fault.PEER_ALERT;
    }

    /// The key types that the peer can present: those that it can verify, unless it says otherwise.
    List<KeyKind> identities() {
        return certificates;
    }

    /// What the peer offers so that a server that wants secp384r1 has to ask for it: it sends no share for that one by itself.
    List<NamedGroup> retryGroups() {
        return List.of(NamedGroup.X25519, NamedGroup.SECP384R1);
    }

    /// What the peer is told so that it offers this group and, if it can do so, no other.
    List<NamedGroup> alone(NamedGroup group) {
        return List.of(group);
    }

    /// Whether the peer sends a share for this group when it is the one that it is told to offer; a HelloRetryRequest leads there otherwise.
    boolean sharesUnasked(NamedGroup group) {
        return true;
    }

    static List<CipherSuite> suites() {
        return TlsServerConfig.DEFAULT_CIPHER_SUITES;
    }

    @Test
    @Shows(Mode.FULL)
    void completesAFullHandshake() {
        Exchange exchange = exchange(Scenario.serverConfig().build());

        assertThat(exchange.ours().session().resumed()).isFalse();
        assertThat(exchange.theirs().resumed()).isFalse();
        assertThat(exchange.ours().session().helloRetried()).isFalse();
        assertThat(exchange.ours().session().serverName()).isEqualTo("localhost");
    }

    @ParameterizedTest(name = "stateless cookie: {0}")
    @ValueSource(booleans = {false, true})
    @Shows(Mode.HELLO_RETRY_REQUEST)
    void sendsAnotherShareWhenAsked(boolean cookie) {
        var config = Scenario.serverConfig().groups(List.of(NamedGroup.SECP384R1));
        Exchange exchange = exchange(cookie ? config.cookieKey(new byte[32]).build() : config.build(),
                run -> run.groups(retryGroups()));

        assertThat(exchange.ours().session().helloRetried()).isTrue();
        assertThat(exchange.ours().session().group()).isEqualTo(NamedGroup.SECP384R1);
    }

    @ParameterizedTest
    @MethodSource("suites")
    @Shows(Mode.CIPHER_SUITES)
    void speaksEachCipherSuite(CipherSuite suite) {
        Exchange exchange = exchange(Scenario.serverConfig().cipherSuites(List.of(suite)).build(),
                run -> run.suite(suite));

        assertThat(exchange.ours().session().cipherSuite()).isEqualTo(suite);
    }

    @ParameterizedTest
    @MethodSource("classicGroups")
    @Shows(Mode.GROUPS)
    void agreesOnEachGroup(NamedGroup group) {
        agree(group);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("postQuantumGroups")
    @Shows(Mode.POST_QUANTUM_GROUPS)
    void agreesOnEachGroupWithMlKem(NamedGroup group) {
        agree(group);
    }

    private void agree(NamedGroup group) {
        Exchange exchange = exchange(Scenario.serverConfig().groups(List.of(group)).build(),
                run -> run.groups(alone(group)));

        assertThat(exchange.ours().session().group()).isEqualTo(group);
        assertThat(exchange.ours().session().helloRetried()).isEqualTo(!sharesUnasked(group));
    }

    @ParameterizedTest
    @MethodSource("classicCertificates")
    @Shows(Mode.CERTIFICATES)
    void verifiesEachCertificateType(KeyKind kind) {
        verify(kind);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("postQuantumCertificates")
    @Shows(Mode.POST_QUANTUM_CERTIFICATES)
    void verifiesEachCertificateWithMlDsa(KeyKind kind) {
        verify(kind);
    }

    private void verify(KeyKind kind) {
        Exchange exchange = exchange(Scenario.serverConfig(Scenario.AUTHORITY.server(kind)).build());

        assertThat(String.valueOf(exchange.ours().session().signatureScheme())).startsWith(Scenario.schemePrefix(kind));
    }

    @Test
    @Shows(Mode.APPLICATION_PROTOCOL)
    void agreesOnAnApplicationProtocol() {
        Exchange exchange = exchange(Scenario.serverConfig().applicationProtocols("http/1.1").build(),
                run -> run.protocols("h2", "http/1.1"));

        assertThat(exchange.ours().session().applicationProtocol()).isEqualTo("http/1.1");
        assertThat(exchange.theirs().protocol()).contains("http/1.1");
    }

    @Test
    @Shows(Mode.APPLICATION_PROTOCOL)
    void learnsThatNoApplicationProtocolIsShared() {
        Exchange exchange = failedExchange(Scenario.serverConfig().applicationProtocols("http/1.1").build(),
                run -> run.protocols("h2"));

        assertOurAlert(exchange, AlertDescription.NO_APPLICATION_PROTOCOL);
    }

    @Test
    @Shows(Mode.SERVER_CERTIFICATE_REFUSED)
    void refusesOurUntrustedCertificate() {
        Identity untrusted = Scenario.STRANGER.server(KeyKind.ECDSA_P256);
        Exchange exchange = failedExchange(Scenario.serverConfig(untrusted).build(), run -> run);

        assertThat(exchange.theirs().tls13()).as(exchange.theirs().output()).isFalse();
        assertThat(exchange.ours().failure()).hasValueSatisfying(
                alert -> assertThat(alert.fault()).as(exchange.ours().toString()).isEqualTo(whenNotTrusted()));
    }

    @Test
    @Shows(Mode.CLIENT_CERTIFICATE_REQUESTED)
    void presentsARequestedCertificate() {
        Identity client = Scenario.AUTHORITY.issue("client", KeyKind.ECDSA_P256);
        Exchange exchange = exchange(asking(ClientAuthentication.REQUEST), run -> run.identity(client));

        assertThat(exchange.ours().session().peerChain().leaf()).isEqualTo(client.certificate());
    }

    @Test
    @Shows(Mode.CLIENT_CERTIFICATE_REQUESTED)
    void isLetInWithoutARequestedCertificate() {
        Exchange exchange = exchange(asking(ClientAuthentication.REQUEST));

        assertThat(exchange.ours().session().peerChain().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("identities")
    @Shows(Mode.CLIENT_CERTIFICATE_REQUIRED)
    void presentsARequiredCertificate(KeyKind kind) {
        Identity client = Scenario.AUTHORITY.issue("client", kind);
        Exchange exchange = exchange(Scenario.serverConfig().clientAuthentication(ClientAuthentication.REQUIRE)
                .clientSchemes(Scenario.verifying(kind)).build(), run -> run.identity(client));

        assertThat(exchange.ours().session().peerChain().leaf()).isEqualTo(client.certificate());
    }

    @Test
    @Shows(Mode.CLIENT_CERTIFICATE_REQUIRED)
    void isShutOutWithoutARequiredCertificate() {
        Exchange exchange = failedExchange(asking(ClientAuthentication.REQUIRE), run -> run);

        assertOurAlert(exchange, AlertDescription.CERTIFICATE_REQUIRED);
    }

    @Test
    @Shows(Mode.CLIENT_CERTIFICATE_REFUSED)
    void isShutOutWithAnUntrustedCertificate() {
        Identity stranger = Scenario.STRANGER.issue("stranger", KeyKind.ECDSA_P256);
        Exchange exchange = failedExchange(asking(ClientAuthentication.REQUIRE), run -> run.identity(stranger));

        assertOurAlert(exchange, AlertDescription.UNKNOWN_CA);
    }

    @Test
    @Shows(Mode.KEY_UPDATE_BY_US)
    void followsOurKeyUpdate() {
        Exchange exchange = exchange(
                Scenario.settings(Scenario.serverConfig().build()).onLine(ServerSettings.OnLine.UPDATE_KEYS_AND_ECHO),
                run -> run.course(ClientRun.Course.TWO_LINES));

        assertThat(exchange.ours().keyUpdatesReceived()).as("answers to our requests").isPositive();
        assertThat(exchange.ours().text()).isEqualTo("line 1\nline 2\n");
        Scenario.assertKeyUpdatesReceived(exchange.theirs(), 2, untold(exchange.ours().session()));
    }

    @Test
    @Shows(Mode.CLOSE_NOTIFY)
    void understandsThatWeClose() {
        Exchange exchange = exchange(
                Scenario.settings(Scenario.serverConfig().build()).onLine(ServerSettings.OnLine.ECHO_AND_CLOSE),
                run -> run.course(ClientRun.Course.SERVER_CLOSES));

        assertThat(exchange.theirs().closedByUs()).as(exchange.theirs().output()).isTrue();
    }

    @Test
    @Shows(Mode.CLOSE_NOTIFY)
    void closesInAWayThatWeUnderstand() {
        Exchange exchange = exchange(Scenario.serverConfig().build());

        assertThat(exchange.ours().peerClosed()).isTrue();
        assertThat(exchange.ours().failure()).isEmpty();
    }

    private static TlsServerConfig asking(ClientAuthentication authentication) {
        return Scenario.serverConfig().clientAuthentication(authentication).build();
    }

    /// What both ends say about one connection.
    record Exchange(EngineJournal ours, PeerReport theirs) {}

    /// How a test changes the run of the peer.
    @FunctionalInterface
    interface Change {
        ClientRun of(ClientRun run);
    }

    Exchange exchange(TlsServerConfig config) {
        return exchange(config, run -> run);
    }

    Exchange exchange(TlsServerConfig config, Change change) {
        return exchange(Scenario.settings(config), change);
    }

    Exchange exchange(ServerSettings settings, Change change) {
        Scenario scenario = new Scenario();
        try (EngineServer server = scenario.server(settings)) {
            Exchange exchange = call(server, change);
            assertAgreement(exchange);
            return exchange;
        }
    }

    Exchange failedExchange(TlsServerConfig config, Change change) {
        try (EngineServer server = new Scenario().server(Scenario.settings(config))) {
            return call(server, change);
        }
    }

    private Exchange call(EngineServer server, Change change) {
        PeerReport theirs = peer.run(change.of(ClientRun.to(server.port(), Scenario.AUTHORITY.rootFile())));
        return new Exchange(server.nextConnection().awaitEnd(), theirs);
    }

    void assertAgreement(Exchange exchange) {
        Scenario.assertAgreement(exchange.ours(), exchange.theirs(), untold(exchange.ours().session()));
        assertThat(exchange.ours().text()).startsWith("line 1\n");
    }

    static void assertOurAlert(Exchange exchange, AlertDescription description) {
        assertThat(exchange.ours().failure()).hasValueSatisfying(
                alert -> assertThat(alert.description()).as(exchange.ours().toString()).isEqualTo(description));
        assertThat(exchange.theirs().alert()).as(exchange.theirs().output()).isPresent();
    }
}
