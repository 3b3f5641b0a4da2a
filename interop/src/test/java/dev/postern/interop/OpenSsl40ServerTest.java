package dev.postern.interop;

import dev.postern.interop.engine.EngineClient;
import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.EchFile;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientEch;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.ech.EchStatus;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@Peer(value = PeerExecutable.OPENSSL_NEW, role = Peer.Role.SERVER)
class OpenSsl40ServerTest extends OpenSslServerContract {
    /// Its certificate is for this name, too: what it tells us to use instead of a wrong key counts only then.
    private static final String PUBLIC_NAME = "localhost";

    OpenSsl40ServerTest() {
        super(PeerExecutable.OPENSSL_NEW, TlsServerConfig.DEFAULT_GROUPS, KeyKind.ALL);
    }

    @Test
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void readsOurEncryptedHello() {
        EchFile key = EchFile.make(PUBLIC_NAME);
        Exchange exchange = exchange(reading(key), encryptingFor(key).build());

        assertThat(exchange.ours().session().ech()).isEqualTo(EchStatus.ACCEPTED);
    }

    @Test
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void readsOurSecondEncryptedHello() {
        EchFile key = EchFile.make(PUBLIC_NAME);
        Exchange exchange = exchange(reading(key).groups(List.of(NamedGroup.SECP384R1)),
                encryptingFor(key).groups(List.of(NamedGroup.X25519, NamedGroup.SECP384R1))
                        .keyShareGroups(List.of(NamedGroup.X25519)).build());

        assertThat(exchange.ours().session().ech()).isEqualTo(EchStatus.ACCEPTED);
        assertThat(exchange.ours().session().helloRetried()).isTrue();
    }

    @Test
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void tellsUsWhatToUseWhenItCannotReadOurHello() {
        EchFile key = EchFile.make(PUBLIC_NAME);
        try (ServerPeer.Running server = peer().start(reading(key));
                EngineClient client = connect(server, encryptingFor(EchFile.make(PUBLIC_NAME)).build())) {
            EngineJournal ours = client.journal().awaitEnd();

            assertThat(ours.failure()).hasValueSatisfying(
                    alert -> assertThat(alert.description()).isEqualTo(AlertDescription.ECH_REQUIRED));
            assertThat(ours.retryConfigs()).contains(key.configs());
        }
    }

    private static ServerRun reading(EchFile key) {
        return run().more("-ech_key", key.path().toString());
    }

    private static TlsClientConfig.Builder encryptingFor(EchFile key) {
        return Scenario.clientConfig().ech(new ClientEch.Encrypt(key.configs(), ClientEch.Otherwise.FAIL));
    }
}
