package dev.postern.interop.bogo;

import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.psk.ExternalPsk;
import dev.postern.tls.psk.PskImporter;

import java.util.Base64;
import java.util.List;

/// The external PSKs of the flags, all of them to be imported.
final class ExternalPsks {

    static final String CREDENTIAL = "-new-psk-credential";

    private ExternalPsks() {}

    static List<ExternalPsk> of(Settings settings) {
        return settings.splitAt(Credentials.BEGINNINGS).stream().filter(part -> part.has(CREDENTIAL))
                .flatMap(part -> imported(part).stream()).toList();
    }

    /// Whether one was configured before any certificate.
    static boolean comeFirst(Settings settings) {
        return settings.splitAt(Credentials.BEGINNINGS).stream().skip(1).findFirst()
                .map(part -> part.has(CREDENTIAL)).orElse(true);
    }

    private static List<ExternalPsk> imported(Settings part) {
        HashAlgorithm hash = part.has("-psk-importer-sha384") ? HashAlgorithm.SHA384 : HashAlgorithm.SHA256;
        return PskImporter.importPsk(decoded("-psk-importer-identity", part),
                Secret.wrap(decoded("-psk-importer-key", part)), hash, decoded("-psk-importer-context", part),
                ShimProcess.CRYPTO);
    }

    private static byte[] decoded(String flag, Settings part) {
        return part.text(flag).map(Base64.getDecoder()::decode).orElse(new byte[0]);
    }
}
