package dev.postern.interop;

import dev.postern.interop.engine.Engines;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.ClientRun;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.ech.EchKey;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.ech.EchStatus;
import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

@Peer(value = PeerExecutable.OPENSSL_NEW, role = Peer.Role.CLIENT)
class OpenSsl40ClientTest extends OpenSslClientContract {
    OpenSsl40ClientTest() {
        super(PeerExecutable.OPENSSL_NEW, Scenario.ALL_GROUPS, KeyKind.ALL);
    }

    @Override
    Set<Packer> packers() {
        return EnumSet.allOf(Packer.class);
    }

    @Override
    Set<EncryptedHello> encryptedHellos() {
        return EnumSet.allOf(EncryptedHello.class);
    }

    @Override
    ClientRun encrypting(ClientRun run, byte[] configs) {
        return run.more("-ech_config_list", Base64.getEncoder().encodeToString(configs));
    }

    @Override
    String saysThatWeReadIt() {
        return "ECH: success";
    }

    @Override
    String saysWhatToUse() {
        return "ECH: failed+retry-configs";
    }

    /// What it shows of its ticket in the hello that everybody sees is no pre_shared_key: its binder has no length.
    @Test
    @Shows(Mode.ENCRYPTED_CLIENT_HELLO)
    void resumesInItsEncryptedHello() {
        EchKey key = Engines.echKey("cover.test");
        Scenario scenario = new Scenario();
        ServerSettings settings = Scenario.settings(scenario.issuing().build()).ech(EchKeys.of(List.of(key)));
        Exchange exchange = resumedExchange(scenario, settings, settings,
                run -> encrypting(run.resuming(), configs(key)));

        assertThat(exchange.ours().session().ech()).isEqualTo(EchStatus.ACCEPTED);
    }
}
