package dev.postern.tls.client;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.security.cert.CertificateEncodingException;
import java.util.List;

/// Staples that a client refuses.
class HostileStaplesTest {
    private static final CertificateExchange ASK = CertificateExchange.PLAIN.askForOcspResponse(true)
            .askForTimestamps(true);

    private static HostileServer stapling(CertificateExchange asked, ExtensionType type, String body)
            throws CertificateEncodingException {
        PairSetup setup = new PairSetup();
        byte[] leaf = setup.serverConfig().credentials().getFirst().chain().leaf().getEncoded();
        ExtensionBlock extensions = ExtensionBlock.of(new UnknownExtension(type, Bytes.ofHex(body)));
        Certificate message = new Certificate(Bytes.EMPTY,
                List.of(new CertificateEntry(Bytes.copyOf(leaf), extensions)));
        return new HostileServer(setup, client -> client.certificates(asked))
                .say(server -> server.hello().encryptedExtensions().send(message));
    }

    private static void assertMalformed(ExtensionType type, String... bodies) throws CertificateEncodingException {
        for (String body : bodies) {
            stapling(ASK, type, body).assertRefused(AlertDescription.DECODE_ERROR);
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.1", clause = 1)
    void refusesAMalformedStatus() throws CertificateEncodingException {
        assertMalformed(ExtensionType.STATUS_REQUEST, "", "01", "01000000", "02000001aa", "01000002aa", "01000001aabb");
    }

    @Test
    void refusesAMalformedListOfTimestamps() throws CertificateEncodingException {
        assertMalformed(ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP, "", "0000", "00020000", "00040002aa",
                "00030001aabb",
                "0006" + "0002aabb" + "0000");
    }

    @Test
    @Rfc(number = 9846, section = "4.3")
    void refusesWhatItDidNotAskFor() throws CertificateEncodingException {
        stapling(CertificateExchange.PLAIN, ExtensionType.STATUS_REQUEST, "01000001aa")
                .assertRefused(AlertDescription.UNSUPPORTED_EXTENSION);
        stapling(CertificateExchange.PLAIN.askForOcspResponse(true), ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP,
                "00030001aa").assertRefused(AlertDescription.UNSUPPORTED_EXTENSION);
    }
}
