package dev.postern.tls.codepoint;

/// The values that RFC 8701 reserves so that nobody may ever mean anything by them: offered now and then, they find peers that fail on
/// what they do not know, before something new has to.
public final class Grease {
    /// How many there are of two bytes.
    public static final int VALUES = 16;

    private static final int LEAST_MODE = 0x0b;
    private static final int MODE_STEP = 0x1f;

    private Grease() {}

    /// For whatever has two bytes: cipher suites, groups, extensions, versions, signature schemes.
    ///
    /// @param choice any number: its low four bits choose one of sixteen values
    public static int twoBytes(int choice) {
        int both = (choice & 0x0f) << 4 | 0x0a;
        return both << 8 | both;
    }

    /// For a PSK key exchange mode.
    ///
    /// @param choice any number: its low three bits choose one of eight values
    public static int pskMode(int choice) {
        return LEAST_MODE + MODE_STEP * (choice & 0x07);
    }

    /// For an application protocol: two chars that stand for a byte each.
    public static String protocol(int choice) {
        char both = (char) (twoBytes(choice) & 0xff);
        return String.valueOf(new char[]{both, both});
    }

    /// Whether a value of two bytes is one of them.
    public static boolean is(int code) {
        return (code & 0x0f0f) == 0x0a0a && code >>> 8 == (code & 0xff);
    }

    public static boolean isProtocol(String name) {
        return name.length() == 2 && is(name.charAt(0) << 8 | name.charAt(1));
    }
}
