package dev.postern.tls.compression;

import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.certificate.ZlibCompression;
import dev.postern.tls.config.CertificateExchange;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The algorithms that this process can do: brotli with `com.aayushatharva.brotli4j:brotli4j` and its native library for this platform on
/// the class path, zstd with `com.github.luben:zstd-jni`, and zlib always. None of the libraries is needed.
public final class CertificateCompressions {
    private static final List<CertificateCompression> AVAILABLE = find();

    private CertificateCompressions() {}

    /// Smallest results first.
    public static List<CertificateCompression> available() {
        return AVAILABLE;
    }

    /// The engine's default with all of them.
    public static CertificateExchange exchange() {
        return CertificateExchange.DEFAULT.compressWith(AVAILABLE);
    }

    private static List<CertificateCompression> find() {
        List<CertificateCompression> found = new ArrayList<>();
        // Lambdas, not method references: those would link the classes here, where nobody catches what is missing.
        addIfThere(found, () -> BrotliCompression.load());
        addIfThere(found, () -> ZstdCompression.load());
        found.add(new ZlibCompression());
        return List.copyOf(found);
    }

    private static void addIfThere(List<CertificateCompression> found, Supplier<CertificateCompression> library) {
        try {
            found.add(library.get());
        } catch (LinkageError notOnTheClassPath) {
            // Not there, or not for this platform: then certificates are compressed with something else, or not at all.
        }
    }
}
