package dev.postern.gateway.http;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import java.util.List;

/// Responses (RFC 9112 4). The caller says which request each one answers, since that decides whether it has a body.
public final class ResponseDecoder extends Http1Decoder {
    private static final String HTTP_1 = "HTTP/1.";

    private HttpMethod answered = HttpMethod.GET;
    private HttpResponseStatus status = HttpResponseStatus.OK;
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private long length;

    public ResponseDecoder(HeadLimits limits) {
        super(limits);
    }

    /// The request that the next response answers.
    public void expectAnswerTo(HttpMethod method) {
        answered = method;
        ask();
    }

    /// How the body of the response whose head came last is framed: exact, or negative when only its end will tell.
    public long bodyLength() {
        return length;
    }

    /// Whether the body of that response ends with the connection.
    public boolean endsWithConnection() {
        return length == UNTIL_CLOSE;
    }

    /// Whether that response has no body, whatever length it names (RFC 9112 6.3).
    public boolean hasNoBody() {
        return isBodiless();
    }

    @Override
    boolean skipsEmptyLine() {
        return false;
    }

    @Override
    FramingError startLineTooLong() {
        return FramingError.bad("a status line of more than " + limits().startLineBytes() + " bytes");
    }

    /// RFC 9112 4: status-line = HTTP-version SP status-code SP [ reason-phrase ]
    @Override
    void startLine(FieldLine line) {
        if (line.length < 12 || !line.text(0, 7).contentEquals(HTTP_1) || line.bytes[8] != ' ') {
            throw FramingError.bad("not an HTTP/1 status line");
        }
        version = switch (line.bytes[7]) {
            case '1' -> HttpVersion.HTTP_1_1;
            case '0' -> HttpVersion.HTTP_1_0;
            default -> throw FramingError.bad("neither HTTP/1.0 nor HTTP/1.1");
        };
        int code = 0;
        for (int i = 9; i < 12; i++) {
            int digit = line.bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                throw FramingError.bad("a status code is three digits");
            }
            code = code * 10 + digit;
        }
        if (code < 100 || (line.length > 12 && line.bytes[12] != ' ')) {
            throw FramingError.bad("a status code is three digits from 100 on");
        }
        // The phrase is dropped: HTTP/2 has none, and it is one field less to be careful with.
        status = HttpResponseStatus.valueOf(code);
    }

    @Override
    long framing(HttpHeaders headers) {
        length = bodyFraming(headers);
        return length;
    }

    private long bodyFraming(HttpHeaders headers) {
        boolean chunked = headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
        if (chunked) {
            checkChunked(headers);
        }
        long given = ContentLength.of(headers);
        if (isBodiless()) {
            return 0;
        }
        if (chunked) {
            return CHUNKED;
        }
        return given == ContentLength.NONE ? UNTIL_CLOSE : given;
    }

    /// RFC 9112 6.3: any response to HEAD, and any 1xx, 204 or 304, is terminated by the first empty line
    private boolean isBodiless() {
        int code = status.code();
        return code < 200 || code == 204 || code == 304 || answered.equals(HttpMethod.HEAD);
    }

    private void checkChunked(HttpHeaders headers) {
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (headers.contains(HttpHeaderNames.CONTENT_LENGTH) || !version.equals(HttpVersion.HTTP_1_1)
                || codings.size() != 1 || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst())) {
            throw FramingError.bad("Transfer-Encoding is not chunked alone, or has no place here");
        }
    }

    @Override
    HttpMessage head(HttpHeaders headers) {
        return new DefaultHttpResponse(version, status, headers);
    }

    /// The new protocol's bytes may follow at once; whoever asked for it says when to read them.
    @Override
    boolean suspendsAfter(HttpMessage head) {
        return status.code() == 101;
    }

    @Override
    boolean waitsToBeAsked() {
        return true;
    }

    @Override
    boolean isInterim(HttpMessage head) {
        return status.code() < 200;
    }
}
