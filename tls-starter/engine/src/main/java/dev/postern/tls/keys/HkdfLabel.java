package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;

import java.nio.charset.StandardCharsets;

/// HKDF-Expand-Label and Derive-Secret (RFC 9846 7.1).
final class HkdfLabel {
    static final byte[] NO_CONTEXT = {};

    private static final byte[] PREFIX = "tls13 ".getBytes(StandardCharsets.US_ASCII);

    private HkdfLabel() {}

    static Secret expand(KeySchedulePrimitives primitives, Secret secret, String label, byte[] context,
            int lengthBytes) {
        return primitives.expand(secret, encode(label, context, lengthBytes), lengthBytes);
    }

    /// Derive-Secret, with the transcript already hashed.
    static Secret derive(KeySchedulePrimitives primitives, Secret secret, String label, byte[] transcriptHash) {
        return expand(primitives, secret, label, transcriptHash, primitives.hash().lengthBytes());
    }

    /// ```
    /// struct { uint16 length; opaque label<7..255> = "tls13 " + Label; opaque context<0..255>; } HkdfLabel;
    /// ```
    private static byte[] encode(String label, byte[] context, int lengthBytes) {
        int labelBytes = PREFIX.length + label.length();
        if (labelBytes < 7 || labelBytes > 255 || context.length > 255 || lengthBytes > 0xffff) {
            throw new IllegalArgumentException("a label of %d bytes with a context of %d does not fit HkdfLabel"
                    .formatted(labelBytes, context.length));
        }
        byte[] info = new byte[4 + labelBytes + context.length];
        info[0] = (byte) (lengthBytes >>> 8);
        info[1] = (byte) lengthBytes;
        info[2] = (byte) labelBytes;
        System.arraycopy(PREFIX, 0, info, 3, PREFIX.length);
        byte[] text = label.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, info, 3 + PREFIX.length, text.length);
        info[3 + labelBytes] = (byte) context.length;
        System.arraycopy(context, 0, info, 4 + labelBytes, context.length);
        return info;
    }
}
