package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.tls.config.TlsServerConfig;

@Peer(value = PeerExecutable.OPENSSL_NEW, role = Peer.Role.SERVER)
class OpenSsl40ServerTest extends OpenSslServerContract {
    OpenSsl40ServerTest() {
        super(PeerExecutable.OPENSSL_NEW, TlsServerConfig.DEFAULT_GROUPS);
    }
}
