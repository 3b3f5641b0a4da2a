package dev.postern.interop;

import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.Chromium;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.Identity;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.event.SessionInfo;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// Early data is off in Chromium unless it is switched on.
@Peer(value = PeerExecutable.CHROMIUM, role = Peer.Role.CLIENT)
@Cannot(value = Mode.CLOSE_NOTIFY, because = "a browser tells nobody how a connection ended")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "a browser begins no key update before it reached its own limit")
@Cannot(value = Mode.EXTERNAL_PSK, because = "a browser takes no external PSK")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "not set up here: a browser takes the configurations from a resolver that speaks DNS over HTTPS, and these tests start none")
@Cannot(value = {Mode.CLIENT_CERTIFICATE_REQUESTED, Mode.CLIENT_CERTIFICATE_REQUIRED,
    Mode.CLIENT_CERTIFICATE_REFUSED}, because = "not set up here: a browser presents certificates from a store of its own, by a policy or when somebody chooses one, and these tests fill no store and have nobody who chooses")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, cases = "the peer's", because = "not set up here: a browser presents certificates from a store of its own, by a policy or when somebody chooses one, and these tests fill no store and have nobody who chooses")
@Cannot(value = Mode.POST_QUANTUM_CERTIFICATES, because = "Chromium knows no ML-DSA")
@Cannot(value = Mode.POST_QUANTUM_GROUPS, cases = {"SecP256r1MLKEM768", "SecP384r1MLKEM1024", "MLKEM768",
    "MLKEM1024"}, because = "Chromium has no other group with ML-KEM")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "too much", because = "a browser asks for little: its request is shorter than any limit that leaves room for a ticket")
@Cannot(value = Mode.GROUPS, cases = "secp521r1", because = "Chromium has no such group")
@Cannot(value = Mode.CERTIFICATES, cases = {"ECDSA_P521", "RSA_PSS",
    "ED25519"}, because = "Chromium verifies no such certificate")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "HelloRetryRequest", because = "Chromium leaves when its early data meets a HelloRetryRequest, and asks again on a connection without early data")
class ChromiumTest extends BrowserContract {
    private List<Chromium.TlsConnection> seen = List.of();

    ChromiumTest() {
        super(List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.RSA), CertificateCompressionAlgorithm.BROTLI);
    }

    @Override
    void visit(EngineServer server, Identity identity) {
        Chromium.Visit visit = Chromium.visit("https://localhost:" + server.port() + "/", identity.certificate(),
                "--enable-features=EnableTLS13EarlyData");
        assertThat(visit.page()).contains("page /");
        seen = visit.connections();
    }

    @Override
    List<EngineJournal> visitUntrusting(EngineServer server) {
        Chromium.Visit visit = Chromium.visit("https://localhost:" + server.port() + "/", identity().certificate());
        assertThat(visit.page()).doesNotContain("page /");
        return server.allConnections();
    }

    @Override
    Set<EarlyDataClientContract.Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(EarlyDataClientContract.Refusal.HELLO_RETRY));
    }

    /// Its log says the same about its connections.
    @Override
    void assertAgreement(List<EngineJournal> connections) {
        assertThat(seen).isNotEmpty();
        assertThat(connections.stream().map(j -> asChromiumSeesIt(j.session()))).containsAll(seen);
    }

    private static Chromium.TlsConnection asChromiumSeesIt(SessionInfo ours) {
        return new Chromium.TlsConnection("TLS 1.3", ours.cipherSuite().code(), ours.group().code(),
                Optional.ofNullable(ours.applicationProtocol()), ours.resumed(), ours.helloRetried());
    }
}
