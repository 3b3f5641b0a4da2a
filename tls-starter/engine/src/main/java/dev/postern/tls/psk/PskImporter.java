package dev.postern.tls.psk;

import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.ImportedKey;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Makes external PSKs of one that was agreed on for several uses (RFC 9258): one for each hash, so that the key is never used with two, and
/// bound to TLS 1.3 and to a context.
///
/// The context is where roles go. A key that two ends share without having said who is the client lets an attacker reflect a client's
/// messages to its own server ("Selfie", RFC 9257 4.1): with [#roles] in the context the two directions have different keys.
public final class PskImporter {
    private static final int HKDF_SHA256 = 0x0001;
    private static final int HKDF_SHA384 = 0x0002;

    private PskImporter() {}

    /// A context that says who is the client and who the server (RFC 9258 A).
    public static byte[] roles(String client, String server) {
        return new WireWriter().opaque8(Bytes.copyOf(client.getBytes(StandardCharsets.UTF_8)))
                .opaque8(Bytes.copyOf(server.getBytes(StandardCharsets.UTF_8))).toByteArray();
    }

    /// @param identity of the external PSK
    /// @param key      stays the caller's, who may wipe it after this
    /// @param hash     of the external PSK; SHA-256 where nobody said anything
    /// @param context  known to both ends; may be empty
    /// @return for SHA-256 and for SHA-384, with keys of their own
    public static List<ExternalPsk> importPsk(byte[] identity, Secret key, HashAlgorithm hash, byte[] context,
            CryptoProvider crypto) {
        // It is a PSK like others until it is imported; so are its bounds.
        ExternalPsk external = ExternalPsk.of(identity, key, hash);
        List<ExternalPsk> imported = new ArrayList<>();
        for (HashAlgorithm target : HashAlgorithm.values()) {
            byte[] name = importedIdentity(external.identity(), context, target);
            Secret derived = ImportedKey.derive(crypto.keySchedule(hash), key, name, target.lengthBytes());
            imported.add(ExternalPsk.imported(name, derived, target, external.identity()));
        }
        return imported;
    }

    /// ```
    /// struct { opaque external_identity<1...2^16-1>; opaque context<0..2^16-1>; uint16 target_protocol; uint16 target_kdf; }
    /// ```
    private static byte[] importedIdentity(byte[] externalIdentity, byte[] context, HashAlgorithm target) {
        return new WireWriter().opaque16(Bytes.copyOf(externalIdentity)).opaque16(Bytes.copyOf(context))
                .u16(ProtocolVersion.TLS_1_3.code()).u16(kdf(target)).toByteArray();
    }

    private static int kdf(HashAlgorithm target) {
        return switch (target) {
            case SHA256 -> HKDF_SHA256;
            case SHA384 -> HKDF_SHA384;
        };
    }
}
