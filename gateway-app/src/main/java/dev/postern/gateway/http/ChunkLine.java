package dev.postern.gateway.http;

/// The line before a chunk (RFC 9112 7.1): its size, and extensions that are checked and dropped.
final class ChunkLine {
    private static final int MOST_DIGITS = 15;

    private ChunkLine() {}

    static long size(FieldLine line) {
        long size = 0;
        int at = 0;
        while (at < line.length) {
            int digit = Character.digit(line.bytes[at], 16);
            if (digit < 0) {
                break;
            }
            if (++at > MOST_DIGITS) {
                throw FramingError.bad("a chunk is larger than any number we keep");
            }
            size = size << 4 | digit;
        }
        if (at == 0) {
            throw FramingError.bad("a chunk has no size");
        }
        checkExtensions(line, at);
        return size;
    }

    /// RFC 9112 7.1.1: chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
    ///
    /// A quoted value may hold a semicolon; nothing may hold a CR, which is where readers have parted (CVE-2026-33870).
    private static void checkExtensions(FieldLine line, int from) {
        int at = skipBlanks(line, from);
        while (at < line.length) {
            if (line.bytes[at] != ';') {
                throw FramingError.bad("a chunk size is followed by what is no extension");
            }
            at = token(line, skipBlanks(line, at + 1));
            at = skipBlanks(line, at);
            if (at < line.length && line.bytes[at] == '=') {
                at = value(line, skipBlanks(line, at + 1));
                at = skipBlanks(line, at);
            }
        }
        if (from < line.length && FieldSyntax.isBlank(line.bytes[line.length - 1])) {
            throw FramingError.bad("a chunk line ends in a blank");
        }
    }

    private static int skipBlanks(FieldLine line, int from) {
        int at = from;
        while (at < line.length && FieldSyntax.isBlank(line.bytes[at])) {
            at++;
        }
        return at;
    }

    private static int token(FieldLine line, int from) {
        int at = from;
        while (at < line.length && FieldSyntax.isTokenByte(line.bytes[at])) {
            at++;
        }
        if (at == from) {
            throw FramingError.bad("a chunk extension has no name or value");
        }
        return at;
    }

    private static int value(FieldLine line, int from) {
        if (from == line.length || line.bytes[from] != '"') {
            return token(line, from);
        }
        for (int at = from + 1; at < line.length; at++) {
            byte b = line.bytes[at];
            if (b == '"') {
                return at + 1;
            }
            if (b == '\\') {
                at++;
            }
            if (at < line.length && !FieldSyntax.isValueByte(line.bytes[at])) {
                throw FramingError.bad("a chunk extension holds a control character");
            }
        }
        throw FramingError.bad("a chunk extension's quote does not end");
    }
}
