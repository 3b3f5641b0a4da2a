package dev.postern.interop;

import dev.postern.interop.engine.CountingCompression;
import dev.postern.interop.engine.EngineClient;
import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.engine.Engines;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.EchFile;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.ClientEch;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.ech.EchStatus;
import dev.postern.tls.psk.ExternalPsk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/// What some servers can do and others cannot: a class says which of it is asked of its peer.
abstract class OptionalServerContract extends ServerPeerContract {
    /// Certificates are for this public name, too: what a server says to use instead of a wrong key counts only then.
    private static final String PUBLIC_NAME = "cover.test";

    OptionalServerContract(ServerPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(peer, groups, certificates);
    }

    /// Those that the peer can do.
    Set<Packer> packers() {
        return EnumSet.noneOf(Packer.class);
    }

    /// The run in which the peer compresses its certificate, or offers to read compressed ones.
    ServerRun packing(ServerRun run) {
        return run;
    }

    /// Peers report nothing of it. Our end counts how often it packed and unpacked, and the peer accepts the handshake.
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("packers")
    @Shows(Mode.CERTIFICATE_COMPRESSION)
    void compressesCertificates(Packer packer) {
        CountingCompression zlib = CountingCompression.of(CertificateCompressionAlgorithm.ZLIB);
        TlsClientConfig.Builder config = Scenario.clientConfig().certificates(zlib.alone());
        switch (packer) {
            case PEER -> exchange(packing(run()), config.build());
            case US -> exchange(packing(run()).clientAuth(ClientAuthentication.REQUIRE), config.credentials(
                    List.of(Engines.credential(Scenario.AUTHORITY.issue("client", KeyKind.ECDSA_P256)))).build());
        }

        assertThat(packer == Packer.US ? zlib.compressed() : zlib.decompressed()).isEqualTo(1);
    }

    /// All of it, if the peer takes keys that both ends know from elsewhere.
    Set<PskKnowledge> knowledge() {
        return EnumSet.noneOf(PskKnowledge.class);
    }

    ServerRun knowing(ServerRun run, String keyHex) {
        return run.more("-psk-identity", Scenario.PSK_IDENTITY, "-psk", keyHex);
    }

    /// Our side of the same key.
    List<ExternalPsk> ourPsks() {
        return List.of(Scenario.externalPsk());
    }

    /// A peer that knows only the name of the key fails at our binder.
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("knowledge")
    @Shows(Mode.EXTERNAL_PSK)
    void acceptsOurExternalPsk(PskKnowledge knowledge) {
        // Such a key is bound to SHA-256, where nobody says otherwise.
        TlsClientConfig config = Scenario.clientConfig().externalPsks(ourPsks())
                .cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256)).build();
        try (ServerPeer.Running server = peer().start(knowing(run(), knowledge.keyHex()));
                EngineClient client = connect(server, config)) {
            switch (knowledge) {
                case THE_KEY -> {
                    sendAndGetBack(server, client, LINE);
                    client.sendClose();
                    EngineJournal ours = client.journal().awaitEnd();
                    assertThat(ours.session().peerIdentity()).isEqualTo(ourPsks().getFirst().holder());
                    assertThat(ours.session().resumed()).isFalse();
                    PeerReport theirs = server.awaitReport();
                    assertThat(theirs.tls13()).as(theirs.output()).isTrue();
                }
                case ITS_NAME_ALONE -> assertTurnedAway(server, client.journal().awaitEnd(), Fault.PEER_ALERT);
            }
        }
    }

    /// All of it, if the peer reads encrypted hellos.
    Set<EncryptedHello> encryptedHellos() {
        return EnumSet.noneOf(EncryptedHello.class);
    }

    /// A run that reads encrypted hellos for a public name, and the configurations to encrypt them for, which may be known only once the
    /// peer has started.
    record Reading(ServerRun run, Supplier<EchConfigList> configs) {}

    Reading reading(ServerRun run, String publicName) {
        EchFile key = EchFile.make(publicName);
        return new Reading(run.more("-ech-key", key.path().toString()), key::configs);
    }

    /// Of a peer that makes the key itself when it starts, and writes down what to encrypt for.
    static Reading written(ServerRun run, String publicName) {
        try {
            Path file = Files.createTempDirectory("postern-ech").resolve("configs");
            return new Reading(run.more("-ech-public-name", publicName, "-ech-configs-file", file.toString()),
                    () -> read(file));
        } catch (IOException e) {
            throw new IllegalStateException("no temporary folder", e);
        }
    }

    private static EchConfigList read(Path file) {
        try {
            return EchConfigList.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError("the peer did not write down what to encrypt for", e);
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("encryptedHellos")
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void readsOurEncryptedHello(EncryptedHello hello) {
        Reading reading = reading(hello == EncryptedHello.RETRIED ? run().groups(List.of(NamedGroup.SECP384R1)) : run(),
                PUBLIC_NAME);
        try (ServerPeer.Running server = peer().start(reading.run())) {
            EchConfigList theirs = reading.configs().get();
            switch (hello) {
                case ACCEPTED -> assertRead(exchange(server, encryptingFor(theirs).build()), false);
                case RETRIED -> assertRead(exchange(server,
                        encryptingFor(theirs).groups(List.of(NamedGroup.X25519, NamedGroup.SECP384R1))
                                .keyShareGroups(List.of(NamedGroup.X25519)).build()),
                        true);
                case REFUSED -> assertToldWhatToUse(server, theirs);
            }
        }
    }

    private static void assertRead(Exchange exchange, boolean retried) {
        assertThat(exchange.ours().session().ech()).isEqualTo(EchStatus.ACCEPTED);
        assertThat(exchange.ours().session().helloRetried()).isEqualTo(retried);
    }

    private static void assertToldWhatToUse(ServerPeer.Running server, EchConfigList theirs) {
        EchConfigList others = EchKeys.of(List.of(Engines.echKey(PUBLIC_NAME))).published().orElseThrow();
        try (EngineClient client = connect(server, encryptingFor(others).build())) {
            EngineJournal ours = client.journal().awaitEnd();

            assertThat(ours.failure()).hasValueSatisfying(
                    alert -> assertThat(alert.description()).isEqualTo(AlertDescription.ECH_REQUIRED));
            assertThat(ours.retryConfigs()).contains(theirs);
        }
    }

    private static TlsClientConfig.Builder encryptingFor(EchConfigList configs) {
        return Scenario.clientConfig().ech(new ClientEch.Encrypt(configs, ClientEch.Otherwise.FAIL));
    }
}
