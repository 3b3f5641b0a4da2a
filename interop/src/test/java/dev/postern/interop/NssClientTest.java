package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;

@Peer(value = PeerExecutable.NSS, role = Peer.Role.CLIENT)
class NssClientTest extends EarlyDataClientContract {
    NssClientTest() {
        super(new ProgramClient(PeerExecutable.NSS),
                List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.RSA, KeyKind.RSA_PSS));
    }

    /// It verifies with RSA-PSS keys, but reads none.
    @Override
    List<KeyKind> identities() {
        return List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.RSA);
    }
}
