package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.psk.ExternalPsk;
import org.junit.jupiter.api.Tag;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.BORINGSSL, role = Peer.Role.SERVER)
@Cannot(value = Mode.POST_QUANTUM_GROUPS, cases = {"SecP256r1MLKEM768", "SecP384r1MLKEM1024",
    "MLKEM768"}, because = "BoringSSL has no other groups with ML-KEM")
@Cannot(value = Mode.CERTIFICATES, cases = "RSA_PSS", because = "BoringSSL knows no RSA-PSS keys")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "replay", because = "BoringSSL has no replay protection of its own")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, cases = "ours", because = "BoringSSL compresses the certificates of servers alone")
class BoringSslServerTest extends SteerableServerContract {
    BoringSslServerTest() {
        super(new ProgramServer(PeerExecutable.BORINGSSL), Scenario.groups(Scenario.CLASSIC_GROUPS,
                List.of(NamedGroup.X25519MLKEM768, NamedGroup.MLKEM1024)),
                KeyKind.ALL.stream().filter(kind -> kind != KeyKind.RSA_PSS).toList());
    }

    @Override
    Set<Packer> packers() {
        return EnumSet.of(Packer.PEER);
    }

    @Override
    Set<EncryptedHello> encryptedHellos() {
        return EnumSet.allOf(EncryptedHello.class);
    }

    @Override
    Set<PskKnowledge> knowledge() {
        return EnumSet.allOf(PskKnowledge.class);
    }

    /// It knows external keys only as imported ones (RFC 9258), for the hash of its suite.
    @Override
    List<ExternalPsk> ourPsks() {
        return Scenario.importedPsks();
    }

    /// Nor does it resume under another suite.
    @Override
    boolean resumes(Refusal refusal) {
        return super.resumes(refusal) && refusal != Refusal.OTHER_SUITE;
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.USED_TICKET));
    }
}
