package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.GnuTlsServer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;

@Peer(value = PeerExecutable.GNUTLS, role = Peer.Role.SERVER)
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "gnutls-serv has no command for it")
@Cannot(value = Mode.EARLY_DATA_REFUSED, because = "GnuTLS 3.7.9 expects the second ClientHello encrypted with the early-data key "
        + "after a HelloRetryRequest, the way in which we have a server refuse")
class GnuTlsServerTest extends EarlyDataServerContract {
    GnuTlsServerTest() {
        super(new GnuTlsServer(), List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                KeyKind.CLASSICAL);
    }
}
