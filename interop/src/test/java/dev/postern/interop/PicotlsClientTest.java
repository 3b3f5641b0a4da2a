package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.event.SessionInfo;
import org.junit.jupiter.api.Tag;

import java.util.EnumSet;
import java.util.Set;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.PICOTLS, role = Peer.Role.CLIENT)
@Cannot(value = Mode.POST_QUANTUM_GROUPS, because = "picotls has them with OpenSSL 3.5 and later below it, and Debian an older one")
@Cannot(value = Mode.POST_QUANTUM_CERTIFICATES, because = "picotls knows no ML-DSA")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, cases = "the peer's", because = "picotls compresses the certificates of servers alone")
@Cannot(value = Mode.CERTIFICATES, cases = "RSA_PSS", because = "picotls knows no RSA-PSS keys")
@Cannot(value = Mode.RESUMED_AFTER_RETRY, because = "picotls remembers a server's group in its ticket, and is asked for another share only once")
class PicotlsClientTest extends EarlyDataClientContract {
    PicotlsClientTest() {
        super(new ProgramClient(PeerExecutable.PICOTLS), Scenario.CLASSIC_GROUPS,
                KeyKind.CLASSICAL.stream().filter(kind -> kind != KeyKind.RSA_PSS).toList());
    }

    @Override
    Set<Packer> packers() {
        return EnumSet.of(Packer.US);
    }

    @Override
    CertificateCompressionAlgorithm compression() {
        return CertificateCompressionAlgorithm.BROTLI;
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
        return EnumSet.of(PeerReport.Detail.GROUP, PeerReport.Detail.HELLO_RETRY,
                PeerReport.Detail.KEY_UPDATES_RECEIVED);
    }

    /// Without `@Test`: there is nothing to see.
    @Override
    void resumesAfterAHelloRetryRequest() {
        throw new IllegalStateException("picotls is never asked for another share twice");
    }
}
