package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.HttpPeer;
import dev.postern.interop.peer.OpenSslHttpClient;
import dev.postern.interop.peer.PeerExecutable;

import java.util.EnumSet;
import java.util.Set;

@Peer(value = PeerExecutable.OPENSSL_NEW, role = Peer.Role.CLIENT)
class OpenSsl40GatewayStateTest extends GatewayStateContract {
    OpenSsl40GatewayStateTest() {
        super(new OpenSslHttpClient(PeerExecutable.OPENSSL_NEW));
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.allOf(Refusal.class);
    }

    @Override
    HttpPeer overconfident() {
        return new OpenSslHttpClient(PeerExecutable.OPENSSL_NEW, true);
    }
}
