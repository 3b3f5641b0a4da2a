package dev.postern.interop.bogo;

import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;

/// The three ways of compressing that only the runner knows: one puts bytes in front, one takes two zeros away, one puts in front what it
/// likes.
enum MockCompression implements CertificateCompression {

    EXPANDING(0xff02) {
        @Override
        public byte[] compress(byte[] message) {
            return joined(PREFIX, message);
        }

        @Override
        public byte[] decompress(byte[] compressed, int lengthBytes) throws DataFormatException {
            require(compressed.length >= PREFIX.length
                    && Arrays.equals(PREFIX, Arrays.copyOf(compressed, PREFIX.length)));
            return Arrays.copyOfRange(compressed, PREFIX.length, compressed.length);
        }
    },

    SHRINKING(0xff01) {
        @Override
        public byte[] compress(byte[] message) {
            return Arrays.copyOfRange(message, ZEROS.length, message.length);
        }

        @Override
        public byte[] decompress(byte[] compressed, int lengthBytes) throws DataFormatException {
            require(compressed.length + ZEROS.length == lengthBytes);
            return joined(ZEROS, compressed);
        }
    },

    RANDOM(0xff03) {
        @Override
        public byte[] compress(byte[] message) {
            return joined(ShimProcess.RANDOM.bytes(1), message);
        }

        @Override
        public byte[] decompress(byte[] compressed, int lengthBytes) throws DataFormatException {
            require(compressed.length == lengthBytes + 1);
            return Arrays.copyOfRange(compressed, 1, compressed.length);
        }
    };

    private static final byte[] PREFIX = {1, 2, 3, 4};
    private static final byte[] ZEROS = {0, 0};

    private final int code;

    MockCompression(int code) {
        this.code = code;
    }

    /// In the order in which BoringSSL's own shim prefers them.
    static List<CertificateCompression> of(Settings settings) {
        OptionalInt one = settings.number("-install-one-cert-compression-alg");
        return Stream.of(values())
                .filter(mock -> settings.has("-install-cert-compression-algs")
                        || (one.isPresent() && mock.code == one.getAsInt()))
                .map(CertificateCompression.class::cast).toList();
    }

    @Override
    public CertificateCompressionAlgorithm algorithm() {
        return new CertificateCompressionAlgorithm(code);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static void require(boolean right) throws DataFormatException {
        if (!right) {
            throw new DataFormatException("not as the mock algorithm has it");
        }
    }
}
