package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.OpenSslClient;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;

@Peer(value = PeerExecutable.OPENSSL_DEBIAN, role = Peer.Role.CLIENT)
class OpenSsl30ClientTest extends EarlyDataClientContract {
    OpenSsl30ClientTest() {
        super(new OpenSslClient(PeerExecutable.OPENSSL_DEBIAN),
                List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1), List.of(KeyKind.values()));
    }
}
