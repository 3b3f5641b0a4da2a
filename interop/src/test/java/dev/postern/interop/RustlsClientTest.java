package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import org.junit.jupiter.api.Tag;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

@Tag(Peer.BIG)
@Cannot(value = Mode.RESUMED_AFTER_RETRY, because = "rustls remembers a server's group, and is asked for another share only once")
@Peer(value = PeerExecutable.RUSTLS, role = Peer.Role.CLIENT)
class RustlsClientTest extends EarlyDataClientContract {
    RustlsClientTest() {
        // It knows RSA-PSS keys neither as its own nor as its peer's.
        super(new ProgramClient(PeerExecutable.RUSTLS),
                List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.RSA, KeyKind.ED25519));
    }

    /// Without `@Test`: there is nothing to see.
    @Override
    void resumesAfterAHelloRetryRequest() {
        throw new IllegalStateException("rustls is never asked for another share twice");
    }

    /// It takes a server for one that misbehaves when it refuses early data and selects another suite, even one with the ticket's hash.
    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.OTHER_SUITE));
    }
}
