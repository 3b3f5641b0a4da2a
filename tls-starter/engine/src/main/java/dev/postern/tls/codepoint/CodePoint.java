package dev.postern.tls.codepoint;

/// The ranges that the code points of this room share.
final class CodePoint {
    private CodePoint() {}

    static void requireByte(String what, int code) {
        if (code < 0 || code > 0xff) {
            throw new IllegalArgumentException(what + " is one byte, got " + code);
        }
    }

    static void requireTwoBytes(String what, int code) {
        if (code < 0 || code > 0xffff) {
            throw new IllegalArgumentException(what + " is two bytes, got " + code);
        }
    }

    static String hexByte(int code) {
        return "0x%02x".formatted(code);
    }

    static String hexTwoBytes(int code) {
        return "0x%04x".formatted(code);
    }
}
