package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.tls.event.SessionInfo;
import org.junit.jupiter.api.Tag;

import java.util.EnumSet;
import java.util.Set;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.RUSTLS, role = Peer.Role.CLIENT)
@Cannot(value = Mode.RESUMED_AFTER_RETRY, because = "rustls remembers a server's group, and is asked for another share only once")
@Cannot(value = Mode.GROUPS, cases = "secp521r1", because = "rustls has no such group")
@Cannot(value = Mode.POST_QUANTUM_GROUPS, cases = "SecP384r1MLKEM1024", because = "rustls has no such group")
@Cannot(value = Mode.CERTIFICATES, cases = "RSA_PSS", because = "rustls knows RSA-PSS keys neither as its own nor as its peer's")
@Cannot(value = Mode.EXTERNAL_PSK, because = "rustls takes no external PSK")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "cipher suite", because = "rustls takes a server for one that misbehaves when it refuses early data and selects another suite, even one with the ticket's hash")
class RustlsClientTest extends EarlyDataClientContract {
    RustlsClientTest() {
        super(new ProgramClient(PeerExecutable.RUSTLS), RustlsGroups.ALL, RustlsGroups.CERTIFICATES);
    }

    /// Without `@Test`: there is nothing to see.
    @Override
    void resumesAfterAHelloRetryRequest() {
        throw new IllegalStateException("rustls is never asked for another share twice");
    }

    /// Of a resumed handshake it does not say whether there was a HelloRetryRequest.
    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return session.resumed() ? EnumSet.of(PeerReport.Detail.HELLO_RETRY, PeerReport.Detail.KEY_UPDATES_RECEIVED)
                : EnumSet.of(PeerReport.Detail.KEY_UPDATES_RECEIVED);
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.OTHER_SUITE));
    }

    @Override
    Set<Refusal> intolerable() {
        return EnumSet.of(Refusal.OTHER_SUITE);
    }

    @Override
    Set<Packer> packers() {
        return EnumSet.allOf(Packer.class);
    }

    @Override
    Set<EncryptedHello> encryptedHellos() {
        return EnumSet.allOf(EncryptedHello.class);
    }
}
