package dev.postern.tls.server;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.ZlibCompression;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.Limits;
import dev.postern.tls.extension.CertificateAuthorities;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.CompressedCertificate;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.TestCredentials;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireWriter;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Certificate messages of clients that are compressed, stapled to, or asked for in ways that a server has to bear.
class HostileClientCertificateTest {
    private final PairSetup setup = new PairSetup()
            .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE));
    private final Credential credential = TestCredentials.p256(setup.crypto(), "client");

    private RawClient asked() {
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        client.read();
        client.useHandshakeKeys();
        return client;
    }

    private Certificate certificate(ExtensionBlock extensions) {
        return new Certificate(Bytes.EMPTY, List.of(
                new CertificateEntry(Bytes.copyOf(credential.identity().encoded().getFirst()), extensions)));
    }

    private RawClient sendingCompressed(CertificateCompressionAlgorithm algorithm, int claimed) {
        WireWriter body = new WireWriter();
        certificate(ExtensionBlock.EMPTY).writeBody(body);
        byte[] compressed = new ZlibCompression().compress(body.toByteArray());
        RawClient client = asked();
        client.sendHandshake(new CompressedCertificate(algorithm, claimed < 0 ? body.length() : claimed,
                Bytes.copyOf(compressed)).toByteArray());
        return client;
    }

    @Test
    void takesACompressedOne() {
        RawClient client = sendingCompressed(CertificateCompressionAlgorithm.ZLIB, -1);
        client.sendCertificateVerify(credential);
        client.sendFinished();

        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().engine().session().orElseThrow().peerIdentity()).isEqualTo(credential.identity());
    }

    @Test
    @Rfc(number = 8879, section = "4")
    void refusesACompressedOneThatIsNotWhatItClaims() {
        assertThat(sendingCompressed(CertificateCompressionAlgorithm.BROTLI, -1).refusal())
                .contains(AlertDescription.ILLEGAL_PARAMETER);
        assertThat(sendingCompressed(CertificateCompressionAlgorithm.ZLIB, 100).refusal())
                .contains(AlertDescription.BAD_CERTIFICATE);
        assertThat(sendingCompressed(CertificateCompressionAlgorithm.ZLIB,
                Limits.DEFAULT.certificateMessageBytes() + 1).refusal()).contains(AlertDescription.BAD_CERTIFICATE);
    }

    @Test
    void refusesACompressedOneThatItDidNotOfferToTake() {
        setup.server(server -> server.certificates(CertificateExchange.PLAIN));

        assertThat(sendingCompressed(CertificateCompressionAlgorithm.ZLIB, -1).refusal())
                .contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void refusesAMalformedStapleThatItAskedFor() {
        setup.server(server -> server.certificates(CertificateExchange.PLAIN.askForOcspResponse(true)));
        RawClient client = asked();
        client.sendHandshake(certificate(ExtensionBlock.of(
                new UnknownExtension(ExtensionType.STATUS_REQUEST, Bytes.ofHex("01000000")))).toByteArray());

        assertThat(client.refusal()).contains(AlertDescription.DECODE_ERROR);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.4")
    void showsTheOneUnderAnAuthorityThatTheClientNames() {
        Credential first = TestCredentials.p256(setup.crypto(), "first");
        Credential named = TestCredentials.p256(setup.crypto(), "named");
        setup.server(server -> server.clientAuthentication(ClientAuthentication.NONE)
                .credentials(List.of(first, named.onlyForItsIssuers())));
        RawClient client = new RawClient(setup);
        client.connect(client.hello().with(new CertificateAuthorities(
                List.of(Bytes.copyOf(named.chain().leaf().getIssuerX500Principal().getEncoded())))));

        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().engine().session().orElseThrow().localChain()).isEqualTo(named.chain());
        RawClient other = new RawClient(setup);
        other.connect();
        assertThat(other.server().engine().session().orElseThrow().localChain()).isEqualTo(first.chain());
    }
}
