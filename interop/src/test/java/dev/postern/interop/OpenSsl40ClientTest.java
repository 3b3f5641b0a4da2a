package dev.postern.interop;

import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.engine.Engines;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.ClientRun;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.ech.EchKey;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.ech.EchStatus;
import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@Peer(value = PeerExecutable.OPENSSL_NEW, role = Peer.Role.CLIENT)
class OpenSsl40ClientTest extends OpenSslClientContract {
    private static final String PUBLIC_NAME = "cover.test";

    OpenSsl40ClientTest() {
        super(PeerExecutable.OPENSSL_NEW, TlsServerConfig.DEFAULT_GROUPS, KeyKind.ALL);
    }

    @Test
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void encryptsItsHello() {
        EchKey key = Engines.echKey(PUBLIC_NAME);
        Exchange exchange = exchange(Scenario.serverConfig().build(), key, key, run -> run);

        assertThat(exchange.ours().session().ech()).isEqualTo(EchStatus.ACCEPTED);
        assertThat(exchange.ours().session().serverName()).isEqualTo("localhost");
        assertThat(exchange.theirs().output()).contains("ECH: success");
    }

    @Test
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void encryptsItsSecondHelloToo() {
        EchKey key = Engines.echKey(PUBLIC_NAME);
        Exchange exchange = exchange(Scenario.serverConfig().groups(List.of(NamedGroup.SECP384R1)).build(), key, key,
                run -> run.groups(retryGroups()));

        assertThat(exchange.ours().session().ech()).isEqualTo(EchStatus.ACCEPTED);
        assertThat(exchange.ours().session().helloRetried()).isTrue();
    }

    /// What it shows of its ticket in the hello that everybody sees is no pre_shared_key: its binder has no length.
    @Test
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void resumesInItsEncryptedHello() {
        EchKey key = Engines.echKey(PUBLIC_NAME);
        Scenario scenario = new Scenario();
        String configs = configs(key);
        ServerSettings settings = Scenario.settings(scenario.issuing().build()).ech(EchKeys.of(List.of(key)));
        Exchange exchange = resumedExchange(scenario, settings, settings,
                run -> run.resuming().more("-ech_config_list", configs));

        assertThat(exchange.ours().session().ech()).isEqualTo(EchStatus.ACCEPTED);
    }

    /// Our certificate is for this public name, too: what we tell the client to use instead of a wrong key counts only then.
    @Test
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void learnsWhatToUseWhenWeCannotReadItsHello() {
        Exchange exchange = exchange(Scenario.serverConfig().build(), Engines.echKey("localhost"),
                Engines.echKey("localhost"), run -> run);

        assertThat(exchange.theirs().output()).contains("ECH: failed+retry-configs");
        assertThat(exchange.ours().failure()).hasValueSatisfying(
                alert -> assertThat(alert.description()).isEqualTo(AlertDescription.ECH_REQUIRED));
    }

    private Exchange exchange(TlsServerConfig config, EchKey ours, EchKey theirs, Change change) {
        String configs = configs(theirs);
        try (EngineServer server = new Scenario().server(
                Scenario.settings(config).ech(EchKeys.of(List.of(ours))))) {
            PeerReport report = peer().run(change.of(ClientRun.to(server.port(), Scenario.AUTHORITY.rootFile())
                    .more("-ech_config_list", configs)));
            return new Exchange(server.nextConnection().awaitEnd(), report);
        }
    }

    private static String configs(EchKey key) {
        return Base64.getEncoder().encodeToString(
                EchKeys.of(List.of(key)).published().orElseThrow().toByteArray());
    }
}
