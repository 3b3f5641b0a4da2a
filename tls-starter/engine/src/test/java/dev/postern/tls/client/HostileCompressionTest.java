package dev.postern.tls.client;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.certificate.ZlibCompression;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.Limits;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.CompressedCertificate;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireWriter;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/// Compressed certificates that a client refuses.
class HostileCompressionTest {
    private static final int LIMIT = Limits.DEFAULT.certificateMessageBytes();
    private static final CertificateExchange ZLIB = CertificateExchange.DEFAULT;
    private final PairSetup setup = new PairSetup();
    private final byte[] body = body();

    private byte[] body() {
        byte[] leaf = setup.serverConfig().credentials().getFirst().identity().encoded().getFirst();
        WireWriter out = new WireWriter();
        new Certificate(Bytes.EMPTY, List.of(new CertificateEntry(Bytes.copyOf(leaf), ExtensionBlock.EMPTY)))
                .writeBody(out);
        return out.toByteArray();
    }

    private HostileServer sending(CertificateExchange offered, CertificateCompressionAlgorithm algorithm,
            int uncompressedLength, byte[] compressed) {
        return new HostileServer(setup, client -> client.certificates(offered))
                .say(server -> server.hello().encryptedExtensions().send(
                        new CompressedCertificate(algorithm, uncompressedLength, Bytes.copyOf(compressed))));
    }

    private HostileServer zlib(int uncompressedLength, byte[] compressed) {
        return sending(ZLIB, CertificateCompressionAlgorithm.ZLIB, uncompressedLength, compressed);
    }

    private static byte[] packed(byte[] bytes) {
        return new ZlibCompression().compress(bytes);
    }

    /// The script is right, so that the refusals below mean something.
    @Test
    void takesAGoodOne() {
        zlib(body.length, packed(body)).say(server -> server.certificateVerify().finished()).assertConnected();
    }

    @Test
    @Rfc(number = 8879, section = "4")
    void refusesAnAlgorithmThatWasNotOffered() {
        sending(ZLIB, CertificateCompressionAlgorithm.BROTLI, body.length, packed(body))
                .assertRefused(AlertDescription.ILLEGAL_PARAMETER);
        sending(ZLIB, new CertificateCompressionAlgorithm(1234), body.length, packed(body))
                .assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void refusesCompressionThatWasNotOfferedAtAll() {
        sending(CertificateExchange.PLAIN, CertificateCompressionAlgorithm.ZLIB, body.length, packed(body))
                .assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    /// What never looks at its input cannot be made to allocate by it.
    @Test
    @Rfc(number = 8879, section = "4")
    @Attack(21)
    void refusesAClaimOverTheLimitBeforeItUnpacks() {
        CertificateCompression untouchable = new CertificateCompression() {
            @Override
            public CertificateCompressionAlgorithm algorithm() {
                return new CertificateCompressionAlgorithm(0xff01);
            }

            @Override
            public byte[] compress(byte[] message) {
                throw new AssertionError("nobody asked");
            }

            @Override
            public byte[] decompress(byte[] compressed, int lengthBytes) {
                throw new AssertionError("unpacks " + lengthBytes + " bytes");
            }
        };
        CertificateExchange offered = CertificateExchange.PLAIN.compressWith(List.of(untouchable));
        for (int claim : new int[]{LIMIT + 1, 0xffffff}) {
            sending(offered, untouchable.algorithm(), claim, new byte[10])
                    .assertRefused(AlertDescription.BAD_CERTIFICATE);
        }
    }

    /// As large as it may be it is unpacked, and then read like any other.
    @Test
    void readsOneThatIsAsLargeAsTheLimit() {
        zlib(LIMIT, packed(new byte[LIMIT])).assertRefused(AlertDescription.DECODE_ERROR);
        zlib(LIMIT + 1, packed(new byte[LIMIT + 1])).assertRefused(AlertDescription.BAD_CERTIFICATE);
    }

    @Test
    @Rfc(number = 8879, section = "4")
    @Attack(21)
    void refusesAnotherLengthThanItUnpacksTo() {
        zlib(body.length - 1, packed(body)).assertRefused(AlertDescription.BAD_CERTIFICATE);
        zlib(body.length + 1, packed(body)).assertRefused(AlertDescription.BAD_CERTIFICATE);
        zlib(0, packed(body)).assertRefused(AlertDescription.BAD_CERTIFICATE);
    }

    @Test
    @Attack(21)
    void refusesABomb() {
        zlib(body.length, packed(new byte[1 << 24])).assertRefused(AlertDescription.BAD_CERTIFICATE);
        zlib(LIMIT, packed(new byte[1 << 24])).assertRefused(AlertDescription.BAD_CERTIFICATE);
    }

    @Test
    @Rfc(number = 8879, section = "4")
    void refusesWhatCannotBeUnpacked() {
        byte[] packed = packed(body);
        zlib(body.length, new byte[]{1, 2, 3}).assertRefused(AlertDescription.BAD_CERTIFICATE);
        zlib(body.length, Arrays.copyOf(packed, packed.length - 1)).assertRefused(AlertDescription.BAD_CERTIFICATE);
        zlib(body.length, Arrays.copyOf(packed, packed.length + 1)).assertRefused(AlertDescription.BAD_CERTIFICATE);
        zlib(body.length, new byte[0]).assertRefused(AlertDescription.DECODE_ERROR);
    }

    @Test
    void refusesInsideWhatItRefusesOutside() {
        byte[] longer = Arrays.copyOf(body, body.length + 1);
        zlib(longer.length, packed(longer)).assertRefused(AlertDescription.DECODE_ERROR);
        byte[] empty = {0, 0, 0, 0};
        zlib(empty.length, packed(empty)).assertRefused(AlertDescription.DECODE_ERROR);
    }
}
