package dev.postern.tls.compression;

import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Each library as the engine wants it: the input is the attacker's.
class CertificateCompressionsTest {
    private static final int LENGTH = 5000;

    static Stream<CertificateCompression> all() {
        return CertificateCompressions.available().stream();
    }

    private static byte[] message() {
        byte[] message = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            message[i] = (byte) (i * i / 7);
        }
        return message;
    }

    private static void assertRefused(CertificateCompression compression, byte[] compressed, int lengthBytes) {
        assertThatThrownBy(() -> compression.decompress(compressed, lengthBytes)).as("%s, %d bytes",
                compression.algorithm(), compressed.length).isInstanceOf(DataFormatException.class);
    }

    @Test
    void allThreeAreThereWithTheLibraries() {
        assertThat(CertificateCompressions.available()).extracting(CertificateCompression::algorithm).isEqualTo(
                List.of(CertificateCompressionAlgorithm.BROTLI, CertificateCompressionAlgorithm.ZSTD,
                        CertificateCompressionAlgorithm.ZLIB));
        assertThat(CertificateCompressions.exchange().compressions()).isEqualTo(CertificateCompressions.available());
    }

    @ParameterizedTest
    @MethodSource("all")
    void unpacksWhatItPacked(CertificateCompression compression) throws DataFormatException {
        byte[] compressed = compression.compress(message());

        assertThat(compressed).hasSizeLessThan(LENGTH);
        assertThat(compression.decompress(compressed, LENGTH)).isEqualTo(message());
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesAnotherLengthThanItUnpacksTo(CertificateCompression compression) {
        byte[] compressed = compression.compress(message());

        assertRefused(compression, compressed, LENGTH - 1);
        assertRefused(compression, compressed, LENGTH + 1);
        assertRefused(compression, compressed, 0);
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesEveryTruncation(CertificateCompression compression) {
        byte[] compressed = compression.compress(message());

        for (int length = 0; length < compressed.length; length++) {
            assertRefused(compression, Arrays.copyOf(compressed, length), LENGTH);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesBytesBehindTheStream(CertificateCompression compression) {
        byte[] compressed = compression.compress(message());

        assertRefused(compression, Arrays.copyOf(compressed, compressed.length + 1), LENGTH);
        byte[] twice = Arrays.copyOf(compressed, 2 * compressed.length);
        System.arraycopy(compressed, 0, twice, compressed.length, compressed.length);
        assertRefused(compression, twice, LENGTH);
        assertRefused(compression, twice, 2 * LENGTH);
    }

    @ParameterizedTest
    @MethodSource("all")
    void stopsABombAtWhatItClaims(CertificateCompression compression) {
        byte[] bomb = compression.compress(new byte[1 << 24]);

        assertThat(bomb).hasSizeLessThan(1 << 16);
        assertRefused(compression, bomb, 1000);
        assertRefused(compression, bomb, 1 << 16);
    }

    @ParameterizedTest
    @MethodSource("all")
    void takesNoOtherThanItsOwn(CertificateCompression compression) {
        assertRefused(compression, new byte[]{1, 2, 3, 4, 5, 6, 7, 8}, LENGTH);
        all().filter(other -> !other.equals(compression))
                .forEach(other -> assertRefused(compression, other.compress(message()), LENGTH));
    }
}
