package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import org.junit.jupiter.api.Tag;

import java.util.List;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.S2N, role = Peer.Role.CLIENT)
class S2nClientTest extends EarlyDataClientContract {
    S2nClientTest() {
        // It knows no Ed25519 keys.
        super(new ProgramClient(PeerExecutable.S2N),
                List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.RSA, KeyKind.RSA_PSS));
    }
}
