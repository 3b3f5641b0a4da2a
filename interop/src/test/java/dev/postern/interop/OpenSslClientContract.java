package dev.postern.interop;

import dev.postern.interop.peer.ClientRun;
import dev.postern.interop.peer.OpenSslClient;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What `s_client` can do beyond other clients: it takes a key that both ends know from elsewhere.
abstract class OpenSslClientContract extends EarlyDataClientContract {
    OpenSslClientContract(PeerExecutable openssl, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(new OpenSslClient(openssl), groups, certificates);
    }

    @Override
    Set<PskKnowledge> knowledge() {
        return EnumSet.allOf(PskKnowledge.class);
    }

    @Override
    ClientRun knowing(ClientRun run, String keyHex) {
        return run.more("-psk_identity", Scenario.PSK_IDENTITY, "-psk", keyHex);
    }
}
