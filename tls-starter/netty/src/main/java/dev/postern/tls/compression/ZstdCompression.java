package dev.postern.tls.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.util.Native;
import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;

import java.util.zip.DataFormatException;

/// Zstandard (RFC 8878), by zstd-jni.
final class ZstdCompression implements CertificateCompression {
    private static final int BEST_LEVEL = 19;

    /// @throws LinkageError when the library is not there, or has no native part for this platform
    static CertificateCompression load() {
        Native.load();
        return new ZstdCompression();
    }

    @Override
    public CertificateCompressionAlgorithm algorithm() {
        return CertificateCompressionAlgorithm.ZSTD;
    }

    @Override
    public byte[] compress(byte[] message) {
        return Zstd.compress(message, BEST_LEVEL);
    }

    @Override
    public byte[] decompress(byte[] compressed, int lengthBytes) throws DataFormatException {
        byte[] out = new byte[lengthBytes];
        try {
            // One frame and nothing behind it: the library would unpack what follows, too.
            if (compressed.length > 0 && Zstd.findFrameCompressedSize(compressed) == compressed.length && Zstd
                    .decompressByteArray(out, 0, lengthBytes, compressed, 0, compressed.length) == lengthBytes) {
                return out;
            }
        } catch (ZstdException damaged) {
            // Told below, in one sentence for every way in which it can be wrong.
        }
        throw new DataFormatException("not one zstd frame of " + lengthBytes + " bytes");
    }
}
