package dev.postern.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/// Writes HTTP/1.1 messages. What it is given has passed a decoder or [FieldSyntax]; it checks nothing.
public final class Http1Writer {
    private static final int CRLF = '\r' << 8 | '\n';
    private static final ByteBuf CRLF_BYTES = Unpooled
            .unreleasableBuffer(Unpooled.directBuffer(2).writeShort(CRLF).asReadOnly());
    /// A body up to this size is copied behind its head: one buffer leaves by one plain write, two by a gathering one.
    private static final int MOST_JOINED_BYTES = 2048;
    private static final int COLON_BLANK = ':' << 8 | ' ';
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[][] STATUS_LINES = new byte[1000][];
    private static final byte[] CONTENT_LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding: chunked\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close\r\n".getBytes(StandardCharsets.US_ASCII);

    static {
        for (int code = 100; code < STATUS_LINES.length; code++) {
            String line = "HTTP/1.1 " + code + " " + HttpResponseStatus.valueOf(code).reasonPhrase() + "\r\n";
            STATUS_LINES[code] = line.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private Http1Writer() {}

    /// How much room a head should leave for the body of this length; nothing for one that is long or of unknown length.
    public static int roomForBody(long length) {
        return length > 0 && length <= MOST_JOINED_BYTES ? (int) length : 0;
    }

    /// Copies a small piece of body behind the head that still waits, and releases it.
    ///
    /// @return whether there was room; if not, the piece is as it was
    public static boolean joined(ByteBuf head, ByteBuf piece) {
        int length = piece.readableBytes();
        if (length > MOST_JOINED_BYTES || length > head.writableBytes()) {
            return false;
        }
        head.writeBytes(piece);
        piece.release();
        return true;
    }

    public static void requestLine(ByteBuf out, HttpMethod method, CharSequence target) {
        text(out, method.asciiName());
        out.writeByte(' ');
        text(out, target);
        out.writeBytes(VERSION);
    }

    public static void statusLine(ByteBuf out, HttpResponseStatus status) {
        byte[] line = STATUS_LINES[Math.min(status.code(), 999)];
        out.writeBytes(line);
    }

    public static void fields(ByteBuf out, HttpHeaders headers) {
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> entry = entries.next();
            field(out, entry.getKey(), entry.getValue());
        }
    }

    public static void field(ByteBuf out, CharSequence name, CharSequence value) {
        text(out, name);
        out.writeShort(COLON_BLANK);
        text(out, value);
        out.writeShort(CRLF);
    }

    public static void contentLength(ByteBuf out, long length) {
        out.writeBytes(CONTENT_LENGTH);
        ByteBufUtil.writeAscii(out, Long.toString(length));
        out.writeShort(CRLF);
    }

    public static void chunked(ByteBuf out) {
        out.writeBytes(CHUNKED);
    }

    public static void close(ByteBuf out) {
        out.writeBytes(CLOSE);
    }

    public static void endOfHead(ByteBuf out) {
        out.writeShort(CRLF);
    }

    /// The line before a chunk of this size, which is not zero.
    public static void chunkSize(ByteBuf out, int size) {
        ByteBufUtil.writeAscii(out, Integer.toHexString(size));
        out.writeShort(CRLF);
    }

    /// What follows a chunk's data; one buffer for all of them.
    public static ByteBuf crlf() {
        return CRLF_BYTES.duplicate();
    }

    public static void lastChunk(ByteBuf out, @Nullable HttpHeaders trailers) {
        out.writeByte('0');
        out.writeShort(CRLF);
        if (trailers != null) {
            fields(out, trailers);
        }
        out.writeShort(CRLF);
    }

    private static void text(ByteBuf out, CharSequence text) {
        if (text instanceof AsciiString ascii) {
            out.writeBytes(ascii.array(), ascii.arrayOffset(), ascii.length());
        } else {
            // Latin-1, because a field may hold any byte and passes as it came.
            out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        }
    }
}
