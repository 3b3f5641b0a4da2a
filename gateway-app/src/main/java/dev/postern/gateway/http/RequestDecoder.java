package dev.postern.gateway.http;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;

import java.util.List;

/// Requests (RFC 9112 3). Every rule here is one that a smuggled request would break.
public final class RequestDecoder extends Http1Decoder {
    private static final String HTTP_1 = "HTTP/1.";

    private HttpMethod method = HttpMethod.GET;
    private String target = "/";
    private HttpVersion version = HttpVersion.HTTP_1_1;

    public RequestDecoder(HeadLimits limits) {
        super(limits);
    }

    @Override
    boolean skipsEmptyLine() {
        return true;
    }

    @Override
    FramingError startLineTooLong() {
        return new FramingError(414, "a request line of more than " + limits().startLineBytes() + " bytes");
    }

    /// RFC 9112 3: request-line = method SP request-target SP HTTP-version
    @Override
    void startLine(FieldLine line) {
        int methodEnd = line.indexOf(' ', 0);
        int targetEnd = methodEnd < 0 ? -1 : line.indexOf(' ', methodEnd + 1);
        if (methodEnd <= 0 || targetEnd <= methodEnd + 1) {
            throw FramingError.bad("the request line is not a method, a target and a version");
        }
        for (int i = 0; i < methodEnd; i++) {
            if (!FieldSyntax.isTokenByte(line.bytes[i])) {
                throw FramingError.bad("the method is not a token");
            }
        }
        for (int i = methodEnd + 1; i < targetEnd; i++) {
            if (line.bytes[i] <= 0x20 || line.bytes[i] == 0x7f) {
                throw FramingError.bad("the request target holds a blank, a control or a non-ASCII character");
            }
        }
        method = HttpMethod.valueOf(line.text(0, methodEnd).toString());
        target = line.text(methodEnd + 1, targetEnd).toString();
        version = version(line, targetEnd + 1);
    }

    private static HttpVersion version(FieldLine line, int from) {
        boolean wellFormed = line.length - from == HTTP_1.length() + 1;
        if (wellFormed && line.text(from, from + HTTP_1.length()).contentEquals(HTTP_1)) {
            if (line.bytes[line.length - 1] == '1') {
                return HttpVersion.HTTP_1_1;
            }
            if (line.bytes[line.length - 1] == '0') {
                return HttpVersion.HTTP_1_0;
            }
        }
        if (wellFormed && line.text(from, from + 5).contentEquals("HTTP/")) {
            throw new FramingError(505, "neither HTTP/1.0 nor HTTP/1.1");
        }
        throw FramingError.bad("the request line ends in what is no HTTP version");
    }

    @Override
    long framing(HttpHeaders headers) {
        checkHost(headers);
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            checkChunked(headers);
            return CHUNKED;
        }
        long length = ContentLength.of(headers);
        return length == ContentLength.NONE ? 0 : length;
    }

    private void checkHost(HttpHeaders headers) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        // RFC 9112 3.2: a server MUST respond with 400 to any HTTP/1.1 request that lacks a Host, or has more than one
        if (hosts.size() > 1 || (hosts.isEmpty() && version.equals(HttpVersion.HTTP_1_1))) {
            throw FramingError.bad(hosts.isEmpty() ? "Host is missing" : "Host stands more than once");
        }
    }

    private void checkChunked(HttpHeaders headers) {
        // RFC 9112 6.1: a server MAY reject a request that contains both Content-Length and Transfer-Encoding
        if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            throw FramingError.bad("Content-Length and Transfer-Encoding together");
        }
        // RFC 9112 6.1: a client MUST NOT send a request containing Transfer-Encoding unless it knows the server will handle HTTP/1.1
        if (!version.equals(HttpVersion.HTTP_1_1)) {
            throw FramingError.bad("Transfer-Encoding in an HTTP/1.0 request");
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.size() != 1 || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst())) {
            throw FramingError.bad("Transfer-Encoding is something else than chunked alone");
        }
    }

    @Override
    HttpMessage head(HttpHeaders headers) {
        return new DefaultHttpRequest(version, method, target, headers);
    }

    /// RFC 9931: a client may not assume that the protocol changed before it is told; so neither do we, and read nothing meanwhile.
    @Override
    boolean suspendsAfter(HttpMessage head) {
        return version.equals(HttpVersion.HTTP_1_1) && method.equals(HttpMethod.GET)
                && WebSocketUpgrade.isRequested(head.headers());
    }

    @Override
    boolean waitsToBeAsked() {
        return false;
    }

    @Override
    boolean isInterim(HttpMessage head) {
        return false;
    }
}
