package dev.postern.interop;

import dev.postern.interop.engine.CountingCompression;
import dev.postern.interop.engine.Engines;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.RUSTLS, role = Peer.Role.SERVER)
class RustlsServerTest extends SteerableServerContract {
    RustlsServerTest() {
        // It knows RSA-PSS keys neither as its own nor as its peer's.
        super(new ProgramServer(PeerExecutable.RUSTLS),
                List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.RSA, KeyKind.ED25519));
    }

    /// rustls reports nothing of it: that it sent this form is what our end had to unpack.
    @Test
    @Shows(Mode.CERTIFICATE_COMPRESSION)
    void compressesItsCertificate() {
        CountingCompression zlib = new CountingCompression();
        exchange(run(), Scenario.clientConfig().certificates(zlib.alone()).build());

        assertThat(zlib.decompressed()).isEqualTo(1);
        assertThat(zlib.compressed()).isZero();
    }

    /// It accepts the handshake, so it unpacked what our end packed.
    @Test
    @Shows(Mode.CERTIFICATE_COMPRESSION)
    void readsOurCompressedCertificate() {
        CountingCompression zlib = new CountingCompression();
        exchange(run().clientAuth(ClientAuthentication.REQUIRE), Scenario.clientConfig()
                .credentials(List.of(Engines.credential(Scenario.AUTHORITY.issue("client", KeyKind.ECDSA_P256))))
                .certificates(zlib.alone()).build());

        assertThat(zlib.compressed()).isEqualTo(1);
    }
}
