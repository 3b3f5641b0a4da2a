package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.event.SessionInfo;

import java.util.EnumSet;
import java.util.Set;

@Peer(value = PeerExecutable.WOLFSSL, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.EARLY_DATA_ACCEPTED,
    Mode.EARLY_DATA_REFUSED}, because = "Debian builds wolfSSL without early data")
@Cannot(value = Mode.EXTERNAL_PSK, because = "Debian builds wolfSSL without external PSKs")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "Debian builds wolfSSL without Encrypted Client Hello")
@Cannot(value = {Mode.POST_QUANTUM_GROUPS,
    Mode.POST_QUANTUM_CERTIFICATES}, because = "wolfSSL 5.5 knows neither ML-KEM nor ML-DSA")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "wolfSSL compresses no certificates")
@Cannot(value = Mode.CERTIFICATES, cases = "RSA_PSS", because = "wolfSSL 5.5 signs and verifies with an RSA-PSS key as if that were an ordinary RSA key")
class WolfsslClientTest extends KeyUpdatingClientContract {
    WolfsslClientTest() {
        super(new ProgramClient(PeerExecutable.WOLFSSL), Scenario.CLASSIC_GROUPS,
                KeyKind.CLASSICAL.stream().filter(kind -> kind != KeyKind.RSA_PSS).toList());
    }

    /// It tells of none of these.
    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return EnumSet.of(PeerReport.Detail.HELLO_RETRY, PeerReport.Detail.KEY_UPDATES_RECEIVED,
                PeerReport.Detail.GROUP);
    }
}
