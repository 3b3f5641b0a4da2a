package dev.postern.tls.server;

import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.PskKeyExchangeMode;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.PskKeyExchangeModes;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.psk.ExternalPsk;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that offer an external PSK, and stray.
class OfferedExternalPskTest {
    private static final byte[] NAME = {'i', 'd'};

    private final byte[] key = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private final RawTicket psk = RawTicket.external(NAME, key);
    private final PairSetup setup = new PairSetup().server(server -> server
            .externalPsks(List.of(ExternalPsk.of(NAME, Secret.copyOf(key), HashAlgorithm.SHA256))));

    @Test
    @Rfc(number = 9846, section = "4.4.2", clause = 7)
    @Rfc(number = 9846, section = "F.1", clause = 1)
    void areNeitherShownNorAskedForACertificate() {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE));
        RawClient client = new RawClient(setup);
        client.send(client.hello().offering(psk));
        client.read();
        client.useHandshakeKeys();
        client.sendFinished();
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
        assertThat(client.received(Certificate.class)).isEmpty();
        assertThat(client.received(CertificateRequest.class)).isEmpty();
    }

    /// RFC 9846 8.3: nothing keeps it fresh, so what was recorded would be taken again for as long as the key lasts.
    @Test
    @Rfc(number = 9846, section = "4.3.10")
    void getNoEarlyDataIn() {
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(psk)));
        client.sendEarly("too early");
        client.read();
        client.useHandshakeKeys();
        client.sendFinished();
        assertThat(client.server().inbox().events(TlsEvent.EarlyDataRejected.class))
                .containsExactly(new TlsEvent.EarlyDataRejected(EarlyDataReason.UNSUPPORTED_FOR_SESSION));
        assertThat(client.server().answers().asked()).doesNotContain("JudgeEarlyData");
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11", clause = 5)
    void areRefusedWithoutTheKey() {
        RawClient client = new RawClient(setup);
        client.send(client.hello().offering(RawTicket.external(NAME, new byte[16])));
        assertThat(client.refusal()).contains(AlertDescription.DECRYPT_ERROR);
    }

    /// Who takes it back offered something else than before; what is left may be nothing or not ours.
    @Test
    @Rfc(number = 9846, section = "4.2.2", clause = 2)
    void cannotBeTakenBack() {
        RawTicket strange = RawTicket.external(new byte[]{9}, key);
        assertThat(retried(new RawTicket[]{psk}, new RawTicket[0]).refusal())
                .contains(AlertDescription.MISSING_EXTENSION);
        assertThat(retried(new RawTicket[]{psk, strange}, strange).refusal())
                .contains(AlertDescription.ILLEGAL_PARAMETER);
        for (RawClient client : List.of(retried(new RawTicket[]{psk, strange}, psk),
                retried(new RawTicket[]{strange}, new RawTicket[0]))) {
            client.finish();
            assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
        }
    }

    private RawClient retried(RawTicket[] first, RawTicket... second) {
        setup.server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        RawClient client = new RawClient(setup);
        client.send(client.hello().offering(first));
        client.readRetry();
        client.send(client.hello().offering(second)
                .with(new KeyShareClientHello(List.of(client.share(NamedGroup.SECP256R1)))));
        return client;
    }

    /// There is no age to obfuscate: whatever stands there means nothing.
    @Test
    @Rfc(number = 9846, section = "4.3.11", clause = 1)
    void areTakenWhateverAgeTheyClaim() {
        for (long offsetMillis : new long[]{0, -setup.clock().currentMillis(), 1_000_000_000_000L}) {
            RawClient client = new RawClient(setup);
            client.send(client.hello().offering(psk).ticketsOlderBy(offsetMillis));
            client.read();
            client.useHandshakeKeys();
            client.sendFinished();
            assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
        }
    }

    /// psk_ke has no forward secrecy (CVE-2025-11935): a key exchange it is, or a certificate.
    @Test
    @Rfc(number = 9846, section = "4.3.9")
    void getACertificateWhereTheyWantNoKeyExchange() {
        RawClient client = new RawClient(setup);
        client.send(client.hello().offering(psk)
                .with(new PskKeyExchangeModes(List.of(PskKeyExchangeMode.PSK_KE))));
        client.read();
        assertThat(client.received(Certificate.class)).isPresent();
    }
}
