package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.EchFile;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.KeyKind;

import java.util.EnumSet;
import java.util.Set;

@Peer(value = PeerExecutable.OPENSSL_NEW, role = Peer.Role.SERVER)
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "policy", because = "s_server cannot be told to change its mind between two connections")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "cipher suite", because = "OpenSSL accepts early data although it selects another suite, and loses us")
class OpenSsl40ServerTest extends OpenSslServerContract {
    OpenSsl40ServerTest() {
        super(PeerExecutable.OPENSSL_NEW, Scenario.ALL_GROUPS, KeyKind.ALL);
    }

    @Override
    Set<Packer> packers() {
        return EnumSet.allOf(Packer.class);
    }

    /// It compresses its certificate ahead of all handshakes, when told to.
    @Override
    ServerRun packing(ServerRun run) {
        return run.more("-cert_comp");
    }

    @Override
    Set<EncryptedHello> encryptedHellos() {
        return EnumSet.allOf(EncryptedHello.class);
    }

    @Override
    Reading reading(ServerRun run, String publicName) {
        EchFile key = EchFile.make(publicName);
        return new Reading(run.more("-ech_key", key.path().toString()), key::configs);
    }
}
