package dev.postern.tls.certificate;

import dev.postern.checks.Attack;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ZlibCompressionTest {
    private static final int LENGTH = 5000;
    private final CertificateCompression zlib = new ZlibCompression();
    private final byte[] message = message();

    private static byte[] message() {
        byte[] message = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            message[i] = (byte) (i * i / 7);
        }
        return message;
    }

    private void assertRefused(byte[] compressed, int lengthBytes) {
        assertThatThrownBy(() -> zlib.decompress(compressed, lengthBytes)).isInstanceOf(DataFormatException.class);
    }

    @Test
    void unpacksWhatItPacked() throws DataFormatException {
        assertThat(zlib.algorithm()).isEqualTo(CertificateCompressionAlgorithm.ZLIB);
        byte[] compressed = zlib.compress(message);

        assertThat(compressed).hasSizeLessThan(LENGTH);
        assertThat(zlib.decompress(compressed, LENGTH)).isEqualTo(message);
        assertThat(zlib.decompress(zlib.compress(new byte[0]), 0)).isEmpty();
    }

    @Test
    void refusesAnotherLengthThanItUnpacksTo() {
        byte[] compressed = zlib.compress(message);

        assertRefused(compressed, LENGTH - 1);
        assertRefused(compressed, LENGTH + 1);
        assertRefused(compressed, 0);
        assertRefused(zlib.compress(new byte[1]), 0);
    }

    @Test
    void refusesEveryTruncation() {
        byte[] compressed = zlib.compress(message);

        for (int length = 0; length < compressed.length; length++) {
            assertRefused(Arrays.copyOf(compressed, length), LENGTH);
        }
    }

    @Test
    @Attack(21)
    void refusesBytesBehindTheStream() {
        byte[] compressed = zlib.compress(message);

        assertRefused(Arrays.copyOf(compressed, compressed.length + 1), LENGTH);
    }

    /// 64 MiB in 64 KiB: a thousand times what came.
    @Test
    @Attack(21)
    void stopsABombAtWhatItClaims() {
        byte[] bomb = zlib.compress(new byte[1 << 26]);

        assertThat(bomb).hasSizeLessThan(1 << 17);
        assertRefused(bomb, 1000);
    }

    @Test
    void refusesAStreamThatWantsADictionary() {
        Deflater deflater = new Deflater();
        deflater.setDictionary(message);
        deflater.setInput(message);
        deflater.finish();
        byte[] out = new byte[LENGTH];
        int length = deflater.deflate(out);
        deflater.end();

        assertRefused(Arrays.copyOf(out, length), LENGTH);
    }

    @Test
    void refusesADamagedChecksum() {
        byte[] compressed = zlib.compress(message);
        compressed[compressed.length - 1] ^= 1;

        assertRefused(compressed, LENGTH);
    }
}
