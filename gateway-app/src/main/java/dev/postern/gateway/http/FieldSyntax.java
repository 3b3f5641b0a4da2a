package dev.postern.gateway.http;

/// Which bytes may stand where (RFC 9110 5.5, 5.6.2).
public final class FieldSyntax {
    private static final boolean[] TOKEN = new boolean[256];
    private static final boolean[] VALUE = new boolean[256];

    static {
        for (int c = '!'; c < 0x7f; c++) {
            TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
        for (int c = 0x20; c < 256; c++) {
            VALUE[c] = c != 0x7f;
        }
        VALUE['\t'] = true;
    }

    private FieldSyntax() {}

    static boolean isTokenByte(byte b) {
        return TOKEN[b & 0xff];
    }

    static boolean isValueByte(byte b) {
        return VALUE[b & 0xff];
    }

    /// Whether the text is a token: a method, a field name.
    public static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff || !TOKEN[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Whether the text may be a field's value: no control character but a tab, nothing that needs trimming.
    public static boolean isValue(CharSequence text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > 0xff || !VALUE[c]) {
                return false;
            }
        }
        return length == 0 || (!isBlank(text.charAt(0)) && !isBlank(text.charAt(length - 1)));
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }
}
