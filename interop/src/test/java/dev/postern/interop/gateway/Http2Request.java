package dev.postern.interop.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// One request over HTTP/2 as a client may send it blindly, with its preface in front (RFC 9113 3.4).
public final class Http2Request {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SETTINGS = 4;
    private static final int HEADERS = 1;
    private static final int END_STREAM_AND_HEADERS = 0x5;
    /// Fields of HPACK's static table (RFC 7541 A): whole ones, and names for a value that follows.
    private static final int METHOD_GET = 0x82;
    private static final int SCHEME_HTTPS = 0x87;
    private static final int AUTHORITY = 0x01;
    private static final int PATH = 0x04;

    private Http2Request() {}

    public static byte[] get(String authority, String path) {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.write(METHOD_GET);
        fields.write(SCHEME_HTTPS);
        writeField(fields, AUTHORITY, authority);
        writeField(fields, PATH, path);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(PREFACE);
        writeFrame(request, SETTINGS, 0, 0, new byte[0]);
        writeFrame(request, HEADERS, END_STREAM_AND_HEADERS, 1, fields.toByteArray());
        return request.toByteArray();
    }

    private static void writeField(ByteArrayOutputStream out, int name, String value) {
        out.write(name);
        out.write(value.length());
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static void writeFrame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.writeBytes(new byte[]{(byte) (payload.length >>> 16), (byte) (payload.length >>> 8), (byte) payload.length,
            (byte) type, (byte) flags, 0, 0, 0, (byte) stream});
        out.writeBytes(payload);
    }
}
