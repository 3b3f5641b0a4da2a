package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.ClientRun;
import dev.postern.interop.peer.GnuTlsClient;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;

import java.util.EnumSet;
import java.util.Set;

@Peer(value = PeerExecutable.GNUTLS, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.POST_QUANTUM_GROUPS,
    Mode.POST_QUANTUM_CERTIFICATES}, because = "GnuTLS 3.7 knows neither ML-KEM nor ML-DSA")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "GnuTLS has no Encrypted Client Hello")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "HelloRetryRequest", because = "GnuTLS 3.7.9 sends its second ClientHello encrypted with the early-data key, where RFC 9846 4.3.10 has it in the clear, so that no server can find it")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "Debian builds GnuTLS without a library that compresses")
class GnuTlsClientTest extends EarlyDataClientContract {
    GnuTlsClientTest() {
        super(new GnuTlsClient(), Scenario.CLASSIC_GROUPS, KeyKind.CLASSICAL);
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.HELLO_RETRY));
    }

    @Override
    Set<PskKnowledge> knowledge() {
        return EnumSet.allOf(PskKnowledge.class);
    }

    @Override
    ClientRun knowing(ClientRun run, String keyHex) {
        return run.more("--pskusername", Scenario.PSK_IDENTITY, "--pskkey", keyHex);
    }
}
