package dev.postern.interop;

import dev.postern.interop.engine.CountingCompression;
import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.engine.Engines;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.ClientRun;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.ech.EchKey;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.ech.EchStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

@Tag(Peer.BIG)
@Cannot(value = Mode.RESUMED_AFTER_RETRY, because = "rustls remembers a server's group, and is asked for another share only once")
@Peer(value = PeerExecutable.RUSTLS, role = Peer.Role.CLIENT)
class RustlsClientTest extends EarlyDataClientContract {
    RustlsClientTest() {
        // It knows RSA-PSS keys neither as its own nor as its peer's.
        super(new ProgramClient(PeerExecutable.RUSTLS),
                List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.RSA, KeyKind.ED25519));
    }

    /// Without `@Test`: there is nothing to see.
    @Override
    void resumesAfterAHelloRetryRequest() {
        throw new IllegalStateException("rustls is never asked for another share twice");
    }

    /// It takes a server for one that misbehaves when it refuses early data and selects another suite, even one with the ticket's hash.
    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.OTHER_SUITE));
    }

    /// rustls reports nothing of it: it offered this form, and our end packed; it accepts the handshake, so it unpacked.
    @Test
    @Shows(Mode.CERTIFICATE_COMPRESSION)
    void readsOurCompressedCertificate() {
        CountingCompression zlib = new CountingCompression();
        exchange(Scenario.serverConfig().certificates(zlib.alone()).build());

        assertThat(zlib.compressed()).isEqualTo(1);
        assertThat(zlib.decompressed()).isZero();
    }

    @Test
    @Shows(Mode.CERTIFICATE_COMPRESSION)
    void compressesItsCertificate() {
        CountingCompression zlib = new CountingCompression();
        exchange(Scenario.serverConfig().clientAuthentication(ClientAuthentication.REQUIRE)
                .certificates(zlib.alone()).build(),
                run -> run.identity(Scenario.AUTHORITY.issue("client", KeyKind.ECDSA_P256)));

        assertThat(zlib.decompressed()).isEqualTo(1);
    }

    @Test
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void encryptsItsHello() {
        EchKey key = Engines.echKey("cover.test");
        Exchange exchange = exchange(
                Scenario.settings(Scenario.serverConfig().build()).ech(EchKeys.of(List.of(key))),
                run -> run.more("-ech-configs", configs(key)));

        assertThat(exchange.ours().session().ech()).isEqualTo(EchStatus.ACCEPTED);
        assertThat(exchange.ours().session().serverName()).isEqualTo("localhost");
        assertThat(exchange.theirs().output()).contains("\"ech\":true");
    }

    @Test
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void leavesWhenWeCannotReadItsHello() {
        ServerSettings settings = Scenario.settings(Scenario.serverConfig().build())
                .ech(EchKeys.of(List.of(Engines.echKey("localhost"))));
        try (EngineServer server = new Scenario().server(settings)) {
            PeerReport theirs = peer().run(ClientRun.to(server.port(), Scenario.AUTHORITY.rootFile())
                    .more("-ech-configs", configs(Engines.echKey("localhost"))));

            assertThat(theirs.tls13()).as(theirs.output()).isFalse();
            assertThat(server.nextConnection().awaitEnd().failure()).hasValueSatisfying(
                    alert -> assertThat(alert.description()).isEqualTo(AlertDescription.ECH_REQUIRED));
        }
    }

    private static String configs(EchKey key) {
        return HexFormat.of().formatHex(EchKeys.of(List.of(key)).published().orElseThrow().toByteArray());
    }
}
