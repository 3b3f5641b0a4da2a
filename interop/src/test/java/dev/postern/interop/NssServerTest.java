package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.event.SessionInfo;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

@Peer(value = PeerExecutable.NSS, role = Peer.Role.SERVER)
@Cannot(value = {Mode.POST_QUANTUM_GROUPS,
    Mode.POST_QUANTUM_CERTIFICATES}, because = "NSS 3.87 knows neither ML-KEM nor ML-DSA")
@Cannot(value = Mode.CERTIFICATES, cases = "ED25519", because = "NSS has no signature with Ed25519")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "NSS has it from 3.106 on")
@Cannot(value = Mode.CERTIFICATES, cases = "RSA_PSS", because = "NSS verifies with RSA-PSS keys, but reads none")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "replay", because = "NSS knows a replay by the bytes of a hello, which our client never repeats")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "cipher suite", because = "NSS selects by its own order of suites, whatever the client prefers")
class NssServerTest extends SteerableServerContract {
    private static final List<KeyKind> CERTIFICATES = KeyKind.CLASSICAL.stream()
            .filter(kind -> kind != KeyKind.ED25519).toList();

    NssServerTest() {
        super(new ProgramServer(PeerExecutable.NSS), Scenario.CLASSIC_GROUPS, CERTIFICATES);
    }

    @Override
    Set<EncryptedHello> encryptedHellos() {
        return EnumSet.allOf(EncryptedHello.class);
    }

    @Override
    Set<PskKnowledge> knowledge() {
        return EnumSet.allOf(PskKnowledge.class);
    }

    /// It tells of none of these.
    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return EnumSet.of(PeerReport.Detail.HELLO_RETRY, PeerReport.Detail.KEY_UPDATES_RECEIVED,
                PeerReport.Detail.EARLY_DATA_REFUSED);
    }

    /// It verifies with RSA-PSS keys, but reads none.
    @Override
    List<KeyKind> identities() {
        return CERTIFICATES.stream().filter(kind -> kind != KeyKind.RSA_PSS).toList();
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.USED_TICKET, Refusal.OTHER_SUITE));
    }

    /// It makes the key itself, and writes down what to encrypt for.
    @Override
    Reading reading(ServerRun run, String publicName) {
        return written(run, publicName);
    }

    /// It allows 65,536, and nobody can say otherwise.
    @Override
    int tooMany() {
        return 70_000;
    }
}
