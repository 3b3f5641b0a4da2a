package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.tls.event.SessionInfo;
import org.junit.jupiter.api.Tag;

import java.util.EnumSet;
import java.util.Set;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.RUSTLS, role = Peer.Role.SERVER)
@Cannot(value = Mode.GROUPS, cases = "secp521r1", because = "rustls has no such group")
@Cannot(value = Mode.POST_QUANTUM_GROUPS, cases = "SecP384r1MLKEM1024", because = "rustls has no such group")
@Cannot(value = Mode.CERTIFICATES, cases = "RSA_PSS", because = "rustls knows RSA-PSS keys neither as its own nor as its peer's")
@Cannot(value = Mode.EXTERNAL_PSK, because = "rustls takes no external PSK")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "rustls has it as a client alone")
class RustlsServerTest extends SteerableServerContract {
    RustlsServerTest() {
        super(new ProgramServer(PeerExecutable.RUSTLS), RustlsGroups.ALL, RustlsGroups.CERTIFICATES);
    }

    /// A server does not learn from it that early data was offered that it did not take.
    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        Set<PeerReport.Detail> untold = EnumSet.of(PeerReport.Detail.KEY_UPDATES_RECEIVED,
                PeerReport.Detail.EARLY_DATA_REFUSED);
        if (session.resumed()) {
            untold.add(PeerReport.Detail.HELLO_RETRY);
        }
        return untold;
    }

    /// Its sessions are for the suite that they were made with.
    @Override
    boolean resumes(Refusal refusal) {
        return super.resumes(refusal) && refusal != Refusal.OTHER_SUITE;
    }

    @Override
    Set<Packer> packers() {
        return EnumSet.allOf(Packer.class);
    }
}
