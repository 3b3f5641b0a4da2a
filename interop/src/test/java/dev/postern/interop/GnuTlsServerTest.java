package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.GnuTlsServer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.Fault;

import java.util.EnumSet;
import java.util.Set;

@Peer(value = PeerExecutable.GNUTLS, role = Peer.Role.SERVER)
@Cannot(value = {Mode.POST_QUANTUM_GROUPS,
    Mode.POST_QUANTUM_CERTIFICATES}, because = "GnuTLS 3.7 knows neither ML-KEM nor ML-DSA")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "GnuTLS has no Encrypted Client Hello")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "gnutls-serv has no command for it")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "HelloRetryRequest", because = "GnuTLS 3.7.9 expects the second ClientHello encrypted with the early-data key after a HelloRetryRequest")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "policy", because = "gnutls-serv cannot be told to change its mind between two connections")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "replay", because = "GnuTLS knows a replay by the bytes of a hello, which our client never repeats")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "Debian builds GnuTLS without a library that compresses")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = {"ALPN",
    "cipher suite"}, because = "GnuTLS accepts early data although it selects another protocol or suite, and loses us")
class GnuTlsServerTest extends EarlyDataServerContract {
    GnuTlsServerTest() {
        super(new GnuTlsServer(), Scenario.CLASSIC_GROUPS, KeyKind.CLASSICAL);
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.of(Refusal.OLD_TICKET, Refusal.UNKNOWN_TICKET);
    }

    @Override
    Set<PskKnowledge> knowledge() {
        return EnumSet.allOf(PskKnowledge.class);
    }

    @Override
    ServerRun knowing(ServerRun run, String keyHex) {
        return run.more("--pskpasswd", GnuTlsServer.passwords(Scenario.PSK_IDENTITY, keyHex).toString());
    }

    @Override
    Set<Refusal> wronglyAccepted() {
        return EnumSet.of(Refusal.OTHER_PROTOCOL, Refusal.OTHER_SUITE);
    }

    /// Its alert goes out under the key of the handshake, when ours are those for data: it looks like a forged record.
    @Override
    Fault whenWeSendTooMuch() {
        return Fault.PEER_MISBEHAVED;
    }
}
