package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import org.junit.jupiter.api.Tag;

import java.util.List;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.RUSTLS, role = Peer.Role.SERVER)
class RustlsServerTest extends SteerableServerContract {
    RustlsServerTest() {
        // It knows RSA-PSS keys neither as its own nor as its peer's.
        super(new ProgramServer(PeerExecutable.RUSTLS),
                List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.RSA, KeyKind.ED25519));
    }
}
