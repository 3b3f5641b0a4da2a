package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.event.SessionInfo;
import org.junit.jupiter.api.Tag;

import java.util.EnumSet;
import java.util.Set;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.WOLFSSL_NEW, role = Peer.Role.CLIENT)
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "wolfSSL compresses no certificates")
@Cannot(value = Mode.CERTIFICATES, cases = "RSA_PSS", because = "wolfSSL signs and verifies with an RSA-PSS key as if that were an ordinary RSA key")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "cipher suite", because = "wolfSSL takes a server for one that misbehaves when it refuses early data and selects another suite, even one with the ticket's hash")
class WolfsslNewClientTest extends EarlyDataClientContract {
    WolfsslNewClientTest() {
        super(new ProgramClient(PeerExecutable.WOLFSSL_NEW), Scenario.ALL_GROUPS,
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
                PeerReport.Detail.GROUP);
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(intolerable());
    }

    @Override
    EnumSet<Refusal> intolerable() {
        return EnumSet.of(Refusal.OTHER_SUITE);
    }
}
