package dev.postern.tls.compression;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.aayushatharva.brotli4j.encoder.Encoder;
import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/// brotli (RFC 7932), by brotli4j. Its decoder keeps a window of 16 MiB at most, whatever comes; it is asked for no more than what is due.
final class BrotliCompression implements CertificateCompression {

    /// @throws LinkageError when the library is not there, or has no native part for this platform
    static CertificateCompression load() {
        Brotli4jLoader.ensureAvailability();
        return new BrotliCompression();
    }

    @Override
    public CertificateCompressionAlgorithm algorithm() {
        return CertificateCompressionAlgorithm.BROTLI;
    }

    @Override
    public byte[] compress(byte[] message) {
        try {
            return Encoder.compress(message);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public byte[] decompress(byte[] compressed, int lengthBytes) throws DataFormatException {
        DecoderJNI.Wrapper decoder;
        try {
            decoder = new DecoderJNI.Wrapper(Math.max(1, compressed.length));
        } catch (IOException noMemory) {
            throw new UncheckedIOException(noMemory);
        }
        try {
            decoder.getInputBuffer().put(compressed);
            decoder.push(compressed.length);
            return takeAll(decoder, lengthBytes);
        } finally {
            decoder.destroy();
        }
    }

    private static byte[] takeAll(DecoderJNI.Wrapper decoder, int lengthBytes) throws DataFormatException {
        ByteBuffer out = ByteBuffer.allocate(lengthBytes);
        boolean starved = false;
        while (decoder.getStatus() != DecoderJNI.Status.DONE || decoder.hasOutput()) {
            if (decoder.hasOutput()) {
                ByteBuffer piece = decoder.pull();
                if (piece.remaining() > out.remaining()) {
                    throw malformed(lengthBytes);
                }
                out.put(piece);
            } else if (decoder.getStatus() == DecoderJNI.Status.ERROR || starved) {
                throw malformed(lengthBytes);
            } else {
                // All of the input is in. A second time without output means that it ended early.
                starved = true;
                decoder.push(0);
            }
        }
        if (out.hasRemaining()) {
            throw malformed(lengthBytes);
        }
        return out.array();
    }

    private static DataFormatException malformed(int lengthBytes) {
        return new DataFormatException("not one brotli stream of " + lengthBytes + " bytes");
    }
}
