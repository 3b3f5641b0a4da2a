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
import org.junit.jupiter.api.Tag;

import java.util.EnumSet;
import java.util.Set;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.WOLFSSL_NEW, role = Peer.Role.SERVER)
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "wolfSSL compresses no certificates")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "replay", because = "wolfSSL has no replay protection of its own for stateless tickets")
@Cannot(value = Mode.CERTIFICATES, cases = "RSA_PSS", because = "wolfSSL signs and verifies with an RSA-PSS key as if that were an ordinary RSA key")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "policy", because = "wolfSSL goes by what its ticket says")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "HelloRetryRequest", because = "wolfSSL takes early data behind its HelloRetryRequest for a fault, where RFC 9846 4.3.10 has it skipped")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "cipher suite", because = "wolfSSL selects by its own order of suites, whatever the client prefers")
class WolfsslNewServerTest extends SteerableServerContract {
    WolfsslNewServerTest() {
        super(new ProgramServer(PeerExecutable.WOLFSSL_NEW), Scenario.ALL_GROUPS,
                KeyKind.ALL.stream().filter(kind -> kind != KeyKind.RSA_PSS).toList());
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
                PeerReport.Detail.GROUP, PeerReport.Detail.EARLY_DATA_REFUSED);
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.of(Refusal.OTHER_PROTOCOL, Refusal.OLD_TICKET, Refusal.UNKNOWN_TICKET);
    }

    /// It makes the key itself, and writes down what to encrypt for.
    @Override
    Reading reading(ServerRun run, String publicName) {
        return written(run, publicName);
    }

    /// What it takes no early data for, it does not resume either.
    @Override
    boolean resumes(Refusal refusal) {
        return false;
    }
}
