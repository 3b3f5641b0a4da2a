package dev.postern.interop;

import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.Firefox;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerProcess;
import dev.postern.interop.pki.Identity;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.codepoint.NamedGroup;
import org.junit.jupiter.api.Tag;

import java.util.List;

/// Early data is on in Firefox, for protocols that ALPN agreed on.
@Tag(Peer.BIG)
@Peer(value = PeerExecutable.FIREFOX, role = Peer.Role.CLIENT)
@Cannot(value = Mode.CLOSE_NOTIFY, because = "a browser tells nobody how a connection ended")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "a browser begins no key update before it reached its own limit")
@Cannot(value = Mode.EXTERNAL_PSK, because = "a browser takes no external PSK")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "not set up here: a browser takes the configurations from a resolver that speaks DNS over HTTPS, and these tests start none")
@Cannot(value = {Mode.CLIENT_CERTIFICATE_REQUESTED, Mode.CLIENT_CERTIFICATE_REQUIRED,
    Mode.CLIENT_CERTIFICATE_REFUSED}, because = "not set up here: a browser presents certificates from a store of its own, by a policy or when somebody chooses one, and these tests fill no store and have nobody who chooses")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, cases = "the peer's", because = "not set up here: a browser presents certificates from a store of its own, by a policy or when somebody chooses one, and these tests fill no store and have nobody who chooses")
@Cannot(value = Mode.POST_QUANTUM_CERTIFICATES, because = "Firefox knows no ML-DSA")
@Cannot(value = Mode.POST_QUANTUM_GROUPS, cases = {"SecP256r1MLKEM768", "SecP384r1MLKEM1024", "MLKEM768",
    "MLKEM1024"}, because = "Firefox has no other group with ML-KEM")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "too much", because = "a browser asks for little: its request is shorter than any limit that leaves room for a ticket")
@Cannot(value = Mode.CERTIFICATES, cases = {"RSA_PSS", "ED25519"}, because = "Firefox verifies no such certificate")
class FirefoxTest extends BrowserContract {
    FirefoxTest() {
        super(List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1,
                NamedGroup.SECP521R1),
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.ECDSA_P521, KeyKind.RSA),
                CertificateCompressionAlgorithm.ZLIB);
    }

    @Override
    void visit(EngineServer server, Identity identity) {
        Firefox.visit("https://localhost:" + server.port() + "/", Scenario.AUTHORITY.rootFile());
    }

    /// What it says instead of a page it takes no picture of, and so it does not end by itself.
    @Override
    List<EngineJournal> visitUntrusting(EngineServer server) {
        try (PeerProcess browser = Firefox.open("https://localhost:" + server.port() + "/",
                Scenario.AUTHORITY.rootFile())) {
            EngineJournal connection = server.nextConnection().awaitEnd();
            return List.of(connection);
        }
    }
}
