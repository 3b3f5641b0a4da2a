package dev.postern.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;

/// One line of a head, copied out of the input once and judged byte by byte.
///
/// There is one per event loop, since a line is used up before the next one is read.
final class FieldLine {
    private static final FastThreadLocal<FieldLine> CURRENT = new FastThreadLocal<>() {
        @Override
        protected FieldLine initialValue() {
            return new FieldLine();
        }
    };
    private static final int USUAL_BYTES = 8 * 1024;

    byte[] bytes = new byte[USUAL_BYTES];
    int length;

    static FieldLine current() {
        return CURRENT.get();
    }

    /// Takes the line that ends before the line feed at `end`, and the line feed with it.
    void take(ByteBuf in, int end) {
        int start = in.readerIndex();
        length = end - start - 1;
        // RFC 9112 2.2: a recipient MAY recognize a single LF as a line terminator. We do not: some other program may not either.
        if (length < 0 || in.getByte(end - 1) != '\r') {
            throw FramingError.bad("a line ends in a bare line feed");
        }
        if (length > bytes.length) {
            bytes = new byte[length];
        }
        in.readBytes(bytes, 0, length);
        in.skipBytes(2);
    }

    /// Reads the line as a header field and adds it.
    void addTo(HttpHeaders headers) {
        // RFC 9112 5.2: a server that receives an obs-fold MUST reject the message or replace it.
        if (FieldSyntax.isBlank(bytes[0])) {
            throw FramingError.bad("a header field is folded over two lines, or starts with a blank");
        }
        int colon = 0;
        while (colon < length && FieldSyntax.isTokenByte(bytes[colon])) {
            colon++;
        }
        // RFC 9112 5.1: no whitespace is allowed between the field name and colon
        if (colon == 0 || colon == length || bytes[colon] != ':') {
            throw FramingError.bad("a header field's name holds what no name may hold");
        }
        int from = colon + 1;
        int to = length;
        while (from < to && FieldSyntax.isBlank(bytes[from])) {
            from++;
        }
        while (to > from && FieldSyntax.isBlank(bytes[to - 1])) {
            to--;
        }
        for (int i = from; i < to; i++) {
            if (!FieldSyntax.isValueByte(bytes[i])) {
                throw FramingError.bad("a header field's value holds a control character");
            }
        }
        headers.add(new AsciiString(bytes, 0, colon, true), new AsciiString(bytes, from, to - from, true));
    }

    boolean isEmpty() {
        return length == 0;
    }

    int indexOf(char c, int from) {
        for (int i = from; i < length; i++) {
            if (bytes[i] == c) {
                return i;
            }
        }
        return -1;
    }

    AsciiString text(int from, int to) {
        return new AsciiString(bytes, from, to - from, true);
    }
}
