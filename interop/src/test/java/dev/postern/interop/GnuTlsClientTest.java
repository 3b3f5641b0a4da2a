package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.GnuTlsClient;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

@Peer(value = PeerExecutable.GNUTLS, role = Peer.Role.CLIENT)
class GnuTlsClientTest extends EarlyDataClientContract {
    GnuTlsClientTest() {
        super(new GnuTlsClient(), List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                KeyKind.CLASSICAL);
    }

    /// GnuTLS 3.7.9 sends its second ClientHello encrypted when it offered early data (RFC 9846 4.3.10 has it in the clear), so that no
    /// server can find it.
    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.HELLO_RETRY));
    }
}
