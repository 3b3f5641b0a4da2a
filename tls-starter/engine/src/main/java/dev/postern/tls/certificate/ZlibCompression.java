package dev.postern.tls.certificate;

import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// zlib (RFC 1950), as the JDK has it.
public final class ZlibCompression implements CertificateCompression {
    @Override
    public CertificateCompressionAlgorithm algorithm() {
        return CertificateCompressionAlgorithm.ZLIB;
    }

    @Override
    public byte[] compress(byte[] message) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(message);
            deflater.finish();
            byte[] out = new byte[message.length + 64];
            int length = 0;
            while (!deflater.finished()) {
                if (length == out.length) {
                    out = Arrays.copyOf(out, 2 * out.length);
                }
                length += deflater.deflate(out, length, out.length - length);
            }
            return Arrays.copyOf(out, length);
        } finally {
            deflater.end();
        }
    }

    @Override
    public byte[] decompress(byte[] compressed, int lengthBytes) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            // One byte more than is due: what fills it is too long, and what does not has come to its end.
            byte[] out = new byte[lengthBytes + 1];
            int length = 0;
            while (!inflater.finished() && length < out.length) {
                int step = inflater.inflate(out, length, out.length - length);
                if (step == 0 && !inflater.finished()) {
                    throw new DataFormatException("the stream ends early, or wants a dictionary");
                }
                length += step;
            }
            if (!inflater.finished() || length != lengthBytes || inflater.getRemaining() > 0) {
                throw new DataFormatException("not one stream of " + lengthBytes + " bytes");
            }
            return Arrays.copyOf(out, length);
        } finally {
            inflater.end();
        }
    }
}
