package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;

import java.util.HexFormat;

/// Transcript-Hash("") of RFC 9846 7.1: a constant for each hash.
final class EmptyHash {
    private static final byte[] SHA256 = HexFormat.of()
            .parseHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    private static final byte[] SHA384 = HexFormat.of()
            .parseHex(
                    "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b");

    private EmptyHash() {}

    static byte[] of(KeySchedulePrimitives primitives) {
        return of(primitives.hash());
    }

    static byte[] of(HashAlgorithm hash) {
        return switch (hash) {
            case SHA256 -> SHA256;
            case SHA384 -> SHA384;
        };
    }
}
