package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.OpenSslClient;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.config.TlsServerConfig;

import java.util.List;

@Peer(value = PeerExecutable.OPENSSL_NEW, role = Peer.Role.CLIENT)
class OpenSsl40ClientTest extends EarlyDataClientContract {
    OpenSsl40ClientTest() {
        super(new OpenSslClient(PeerExecutable.OPENSSL_NEW), TlsServerConfig.DEFAULT_GROUPS, List.of(KeyKind.values()));
    }
}
