package dev.postern.tls.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How the network cuts what it carries.
public interface Delivery {
    Delivery WHOLE = List::of;
    Delivery BYTE_BY_BYTE = bytes -> pieces(bytes, 1);

    List<byte[]> cut(byte[] bytes);

    /// Everything in two pieces.
    static Delivery splitAt(int position) {
        return bytes -> position <= 0 || position >= bytes.length
                ? List.of(bytes)
                : List.of(Arrays.copyOf(bytes, position), Arrays.copyOfRange(bytes, position, bytes.length));
    }

    static List<byte[]> pieces(byte[] bytes, int length) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += length) {
            pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length)));
        }
        return pieces;
    }
}
