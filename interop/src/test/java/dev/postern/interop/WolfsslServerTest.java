package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;

@Peer(value = PeerExecutable.WOLFSSL, role = Peer.Role.SERVER)
@Cannot(value = Mode.EARLY_DATA_ACCEPTED, because = "Debian builds wolfSSL without early data")
@Cannot(value = Mode.EARLY_DATA_REFUSED, because = "Debian builds wolfSSL without early data")
class WolfsslServerTest extends ResumingServerContract {
    WolfsslServerTest() {
        // It signs and verifies with an RSA-PSS key as if that were an ordinary RSA key.
        super(new ProgramServer(PeerExecutable.WOLFSSL),
                List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.RSA, KeyKind.ED25519));
    }
}
