package dev.postern.interop;

import dev.postern.interop.engine.CountingCompression;
import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.engine.Engines;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.ClientPeer;
import dev.postern.interop.peer.ClientRun;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.ech.EchKey;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.ech.EchStatus;
import dev.postern.tls.psk.ExternalPsk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// What some clients can do and others cannot: a class says which of it is asked of its peer.
abstract class OptionalClientContract extends ClientPeerContract {
    /// Certificates are for this public name, too: what a server says to use instead of a wrong key counts only then.
    private static final String PUBLIC_NAME = "cover.test";

    OptionalClientContract(ClientPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(peer, groups, certificates);
    }

    /// Those that the peer can do; the forms in which it does so come from [#packing].
    Set<Packer> packers() {
        return EnumSet.noneOf(Packer.class);
    }

    /// The run in which the peer offers to read compressed certificates, or compresses its own.
    ClientRun packing(ClientRun run) {
        return run;
    }

    /// The form that the peer knows.
    CertificateCompressionAlgorithm compression() {
        return CertificateCompressionAlgorithm.ZLIB;
    }

    /// Peers report nothing of it. Our end counts how often it packed and unpacked, and the peer accepts the handshake.
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("packers")
    @Shows(Mode.CERTIFICATE_COMPRESSION)
    void compressesCertificates(Packer packer) {
        CountingCompression form = CountingCompression.of(compression());
        TlsServerConfig.Builder config = Scenario.serverConfig();
        switch (packer) {
            case US -> exchange(config.certificates(form.alone()).build(), this::packing);
            case PEER -> exchange(config.clientAuthentication(ClientAuthentication.REQUIRE)
                    .certificates(form.alone()).build(),
                    run -> packing(run).identity(Scenario.AUTHORITY.issue("client", KeyKind.ECDSA_P256)));
        }

        assertThat(packer == Packer.US ? form.compressed() : form.decompressed()).isEqualTo(1);
    }

    /// All of it, if the peer takes keys that both ends know from elsewhere.
    Set<PskKnowledge> knowledge() {
        return EnumSet.noneOf(PskKnowledge.class);
    }

    ClientRun knowing(ClientRun run, String keyHex) {
        return run.more("-psk-identity", Scenario.PSK_IDENTITY, "-psk", keyHex);
    }

    /// Our side of the same key.
    List<ExternalPsk> ourPsks() {
        return List.of(Scenario.externalPsk());
    }

    /// Whoever knows only the name of the key fails at the binder.
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("knowledge")
    @Shows(Mode.EXTERNAL_PSK)
    void provesThatItKnowsTheExternalPsk(PskKnowledge knowledge) {
        // Such a key is bound to SHA-256, where nobody says otherwise.
        Exchange exchange = failedExchange(Scenario.serverConfig().externalPsks(ourPsks()).build(),
                run -> knowing(run.suite(CipherSuite.TLS_AES_128_GCM_SHA256), knowledge.keyHex()));

        switch (knowledge) {
            case THE_KEY -> {
                assertThat(exchange.theirs().tls13()).as(exchange.theirs().output()).isTrue();
                assertThat(exchange.ours().session().resumed()).isFalse();
                assertThat(exchange.ours().session().peerIdentity()).isEqualTo(ourPsks().getFirst().holder());
            }
            case ITS_NAME_ALONE -> assertOurAlert(exchange, AlertDescription.DECRYPT_ERROR);
        }
    }

    /// All of it, if the peer encrypts its hello.
    Set<EncryptedHello> encryptedHellos() {
        return EnumSet.noneOf(EncryptedHello.class);
    }

    /// @param configs the ECHConfigList
    ClientRun encrypting(ClientRun run, byte[] configs) {
        return run.more("-ech-configs", HexFormat.of().formatHex(configs));
    }

    /// What the peer prints when we could read its hello.
    String saysThatWeReadIt() {
        return "\"ech\":true";
    }

    /// What the peer prints when it got our configurations instead.
    String saysWhatToUse() {
        return "\"echRetry\":true";
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("encryptedHellos")
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void encryptsItsHello(EncryptedHello hello) {
        EchKey ours = Engines.echKey(PUBLIC_NAME);
        TlsServerConfig.Builder config = Scenario.serverConfig();
        switch (hello) {
            case ACCEPTED -> assertRead(encryptedExchange(config, ours, ours, run -> run), false);
            case RETRIED -> assertRead(encryptedExchange(config.groups(List.of(NamedGroup.SECP384R1)), ours, ours,
                    run -> run.groups(retryGroups())), true);
            case REFUSED -> {
                Exchange exchange = encryptedExchange(config, ours, Engines.echKey(PUBLIC_NAME), run -> run);
                assertThat(exchange.theirs().output()).contains(saysWhatToUse());
                assertThat(exchange.ours().failure()).hasValueSatisfying(
                        alert -> assertThat(alert.description()).isEqualTo(AlertDescription.ECH_REQUIRED));
            }
        }
    }

    private void assertRead(Exchange exchange, boolean retried) {
        assertThat(exchange.ours().session().ech()).isEqualTo(EchStatus.ACCEPTED);
        assertThat(exchange.ours().session().serverName()).isEqualTo("localhost");
        assertThat(exchange.ours().session().helloRetried()).isEqualTo(retried);
        assertThat(exchange.theirs().output()).contains(saysThatWeReadIt());
    }

    private Exchange encryptedExchange(TlsServerConfig.Builder config, EchKey ours, EchKey theirs, Change change) {
        ServerSettings settings = Scenario.settings(config.build()).ech(EchKeys.of(List.of(ours)));
        try (EngineServer server = new Scenario().server(settings)) {
            PeerReport report = peer().run(encrypting(
                    change.of(ClientRun.to(server.port(), Scenario.AUTHORITY.rootFile())), configs(theirs)));
            return new Exchange(server.nextConnection().awaitEnd(), report);
        }
    }

    /// As they are published.
    static byte[] configs(EchKey key) {
        return EchKeys.of(List.of(key)).published().orElseThrow().toByteArray();
    }
}
