package dev.postern.interop;

import dev.postern.interop.engine.EngineClient;
import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.engine.Engines;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.Identity;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.event.SessionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// What every server of others must be able to do with our client. Each test reads both ends' reports.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerPeerContract {
    static final String LINE = "line 1\n";

    private final ServerPeer peer;
    private final List<NamedGroup> groups;
    private final List<KeyKind> certificates;

    ServerPeerContract(ServerPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        this.peer = peer;
        this.groups = groups;
        this.certificates = certificates;
    }

    ServerPeer peer() {
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

    List<KeyKind> classicIdentities() {
        return identities().stream().filter(KeyKind.CLASSICAL::contains).toList();
    }

    List<KeyKind> postQuantumIdentities() {
        return identities().stream().filter(kind -> !KeyKind.CLASSICAL.contains(kind)).toList();
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

    /// What the peer is told so that it accepts this group and, if it can do so, no other.
    List<NamedGroup> alone(NamedGroup group) {
        return List.of(group);
    }

    static List<CipherSuite> suites() {
        return TlsServerConfig.DEFAULT_CIPHER_SUITES;
    }

    @Test
    @Shows(Mode.FULL)
    void completesAFullHandshake() {
        Exchange exchange = exchange(run(), Scenario.clientConfig().build());

        assertThat(exchange.ours().session().resumed()).isFalse();
        assertThat(exchange.ours().session().helloRetried()).isFalse();
        assertThat(exchange.ours().session().peerChain().leaf())
                .isEqualTo(Scenario.AUTHORITY.server(KeyKind.ECDSA_P256).certificate());
    }

    static List<List<NamedGroup>> sharesThatDoNotFit() {
        return List.of(List.of(NamedGroup.X25519), List.of());
    }

    @ParameterizedTest(name = "shares sent: {0}")
    @MethodSource("sharesThatDoNotFit")
    @Shows(Mode.HELLO_RETRY_REQUEST)
    void asksForAnotherShare(List<NamedGroup> shares) {
        Exchange exchange = exchange(run().groups(alone(NamedGroup.SECP384R1)), Scenario.clientConfig()
                .groups(List.of(NamedGroup.X25519, NamedGroup.SECP384R1)).keyShareGroups(shares).build());

        assertThat(exchange.ours().session().helloRetried()).isTrue();
        assertThat(exchange.ours().session().group()).isEqualTo(NamedGroup.SECP384R1);
    }

    @ParameterizedTest
    @MethodSource("suites")
    @Shows(Mode.CIPHER_SUITES)
    void speaksEachCipherSuite(CipherSuite suite) {
        Exchange exchange = exchange(run().suite(suite),
                Scenario.clientConfig().cipherSuites(List.of(suite)).build());

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
        Exchange exchange = exchange(run().groups(alone(group)),
                Scenario.clientConfig().groups(List.of(group)).build());

        assertThat(exchange.ours().session().group()).isEqualTo(group);
        assertThat(exchange.ours().session().helloRetried()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("classicIdentities")
    @Shows(Mode.CERTIFICATES)
    void presentsEachCertificateType(KeyKind kind) {
        present(kind);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("postQuantumIdentities")
    @Shows(Mode.POST_QUANTUM_CERTIFICATES)
    void presentsEachCertificateWithMlDsa(KeyKind kind) {
        present(kind);
    }

    private void present(KeyKind kind) {
        Exchange exchange = exchange(ServerRun.with(Scenario.AUTHORITY.server(kind), Scenario.AUTHORITY.rootFile()),
                Scenario.clientConfig().signatureSchemes(Scenario.verifying(kind)).build());

        assertThat(String.valueOf(exchange.ours().session().signatureScheme())).startsWith(Scenario.schemePrefix(kind));
    }

    @Test
    @Shows(Mode.APPLICATION_PROTOCOL)
    void agreesOnAnApplicationProtocol() {
        Exchange exchange = exchange(run().protocols("http/1.1"),
                Scenario.clientConfig().applicationProtocols("h2", "http/1.1").build());

        assertThat(exchange.ours().session().applicationProtocol()).isEqualTo("http/1.1");
        assertThat(exchange.theirs().protocol()).as(exchange.theirs().output()).contains("http/1.1");
    }

    @Test
    @Shows(Mode.SERVER_CERTIFICATE_REFUSED)
    void learnsThatWeDoNotTrustItsCertificate() {
        ServerRun untrusted = ServerRun.with(Scenario.STRANGER.server(KeyKind.ECDSA_P256),
                Scenario.AUTHORITY.rootFile());
        try (ServerPeer.Running server = peer.start(untrusted);
                EngineClient client = connect(server, Scenario.clientConfig().build())) {
            EngineJournal ours = client.journal().awaitEnd();
            assertThat(ours.failure()).hasValueSatisfying(
                    alert -> assertThat(alert.description()).isEqualTo(AlertDescription.UNKNOWN_CA));
            PeerReport theirs = server.awaitReport();
            assertThat(theirs.alert()).as(theirs.output()).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("certificates")
    @Shows(Mode.CLIENT_CERTIFICATE_REQUESTED)
    void acceptsOurCertificate(KeyKind kind) {
        Exchange exchange = exchange(run().clientAuth(ClientAuthentication.REQUEST), presenting(Scenario.AUTHORITY
                .issue("client", kind)));

        assertThat(exchange.ours().session().localChain().isEmpty()).isFalse();
    }

    @Test
    @Shows(Mode.CLIENT_CERTIFICATE_REQUESTED)
    void letsUsInWithoutARequestedCertificate() {
        Exchange exchange = exchange(run().clientAuth(ClientAuthentication.REQUEST), Scenario.clientConfig().build());

        assertThat(exchange.ours().session().localChain().isEmpty()).isTrue();
    }

    @Test
    @Shows(Mode.CLIENT_CERTIFICATE_REQUIRED)
    void acceptsOurRequiredCertificate() {
        exchange(run().clientAuth(ClientAuthentication.REQUIRE),
                presenting(Scenario.AUTHORITY.issue("client", KeyKind.ECDSA_P256)));
    }

    @Test
    @Shows(Mode.CLIENT_CERTIFICATE_REQUIRED)
    void shutsUsOutWithoutARequiredCertificate() {
        assertShutOut(Scenario.clientConfig().build(), Fault.PEER_ALERT);
    }

    @Test
    @Shows(Mode.CLIENT_CERTIFICATE_REFUSED)
    void shutsUsOutWithAnUntrustedCertificate() {
        assertShutOut(presenting(Scenario.STRANGER.issue("stranger", KeyKind.ECDSA_P256)), whenNotTrusted());
    }

    @Test
    @Shows(Mode.KEY_UPDATE_BY_US)
    void followsOurKeyUpdate() {
        try (ServerPeer.Running server = peer.start(run());
                EngineClient client = connect(server, Scenario.clientConfig().build())) {
            sendAndGetBack(server, client, LINE);
            client.updateKeys(true);
            sendAndGetBack(server, client, "line 2\n");
            client.journal().await("the answer to our key update", j -> j.keyUpdatesReceived() == 1);
            Exchange exchange = finish(server, client);
            assertThat(exchange.ours().text()).isEqualTo(LINE + "line 2\n");
            Scenario.assertKeyUpdatesReceived(exchange.theirs(), 1, untold(exchange.ours().session()));
        }
    }

    /// For those that can be told to update their key.
    void assertUpdatesItsKeyAndWeFollow() {
        try (ServerPeer.Running server = peer().start(run().updatingKeys());
                EngineClient client = connect(server, Scenario.clientConfig().build())) {
            sendAndGetBack(server, client, LINE);
            server.updateKeys();
            sendAndGetBack(server, client, "line 2\n");
            client.journal().await("the server's key update", j -> j.keyUpdatesReceived() == 1);
            // Our answer goes out ahead of what we send next.
            sendAndGetBack(server, client, "line 3\n");

            Exchange exchange = finish(server, client);

            assertThat(exchange.theirs().keyUpdatesSent()).as(exchange.theirs().output()).isEqualTo(1);
            Scenario.assertKeyUpdatesReceived(exchange.theirs(), 1, untold(exchange.ours().session()));
        }
    }

    @Test
    @Shows(Mode.CLOSE_NOTIFY)
    void answersOurClose() {
        Exchange exchange = exchange(run(), Scenario.clientConfig().build());

        assertThat(exchange.theirs().closedByUs()).as(exchange.theirs().output()).isTrue();
        assertThat(exchange.ours().peerClosed()).isTrue();
    }

    static ServerRun run() {
        return ServerRun.with(Scenario.AUTHORITY.server(KeyKind.ECDSA_P256), Scenario.AUTHORITY.rootFile());
    }

    private static TlsClientConfig presenting(Identity identity) {
        return Scenario.clientConfig().credentials(List.of(Engines.credential(identity))).build();
    }

    private void assertShutOut(TlsClientConfig config, Fault fault) {
        try (ServerPeer.Running server = peer.start(run().clientAuth(ClientAuthentication.REQUIRE));
                EngineClient client = connect(server, config)) {
            // To us the handshake is complete before the server has judged; its alert comes later.
            assertTurnedAway(server, client.journal().awaitEnd(), fault);
        }
    }

    /// What a server lets us know when it shuts us out: an alert, unless it keeps its reasons to itself.
    void assertTurnedAway(ServerPeer.Running server, EngineJournal ours, Fault fault) {
        assertThat(ours.failure()).hasValueSatisfying(
                alert -> assertThat(alert.fault()).as(ours.toString()).isEqualTo(fault));
    }

    /// What both ends say about one connection.
    record Exchange(EngineJournal ours, PeerReport theirs) {}

    Exchange exchange(ServerRun run, TlsClientConfig config) {
        try (ServerPeer.Running server = peer.start(run)) {
            return exchange(server, config);
        }
    }

    Exchange exchange(ServerPeer.Running server, TlsClientConfig config) {
        try (EngineClient client = connect(server, config)) {
            sendAndGetBack(server, client, LINE);
            return finish(server, client);
        }
    }

    static EngineClient connect(ServerPeer.Running server, TlsClientConfig config) {
        return new EngineClient(server.port(), config, Scenario.trust(), "");
    }

    static void sendAndGetBack(ServerPeer.Running server, EngineClient client, String line) {
        client.journal().awaitConfirmed();
        client.send(line);
        server.sendBack(line);
        client.journal().awaitText(line);
    }

    Exchange finish(ServerPeer.Running server, EngineClient client) {
        client.sendClose();
        EngineJournal ours = client.journal().awaitEnd();
        Exchange exchange = new Exchange(ours, server.awaitReport());
        Scenario.assertAgreement(ours, exchange.theirs(), untold(ours.session()));
        return exchange;
    }
}
