package dev.postern.gateway.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Between the fields of HTTP/2 and those of HTTP/1.1 (RFC 9113 8.2, 8.3).
///
/// What HTTP/2 carries may hold bytes that HTTP/1.1 frames by. None of them gets through: a line feed in a value would be a field of the
/// attacker's choice behind us, a `transfer-encoding` a second request.
public final class Http2Fields {
    public static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString TE = AsciiString.cached("te");
    private static final AsciiString PROTOCOL = AsciiString.cached(":protocol");
    private static final AsciiString COOKIE = AsciiString.cached("cookie");
    /// RFC 9113 8.2.2: an endpoint MUST treat a message containing connection-specific header fields as malformed
    private static final Set<AsciiString> CONNECTION_SPECIFIC = Set.of(AsciiString.cached("connection"),
            AsciiString.cached("keep-alive"), AsciiString.cached("proxy-connection"),
            AsciiString.cached("transfer-encoding"), AsciiString.cached("upgrade"));
    private static final Set<AsciiString> REQUEST_PSEUDO = Set.of(AsciiString.cached(":method"),
            AsciiString.cached(":scheme"), AsciiString.cached(":authority"), AsciiString.cached(":path"));

    private Http2Fields() {}

    /// A request's fields as HTTP/1.1 has them, `Host` included, which is taken from `:authority`.
    ///
    /// @throws FramingError when the request is malformed
    public static HttpHeaders requestFields(Http2Headers headers) {
        checkPseudo(headers);
        HttpHeaders fields = fields(headers);
        CharSequence authority = authority(headers, fields);
        fields.set(HttpHeaderNames.HOST, authority);
        joinCookies(fields);
        return fields;
    }

    /// The target that HTTP/1.1 would have had, of a request whose fields were found in order: authority form for CONNECT.
    public static String target(Http2Headers headers) {
        return (isTunnel(headers) ? headers.authority() : headers.path()).toString();
    }

    private static void checkPseudo(Http2Headers headers) {
        for (AsciiString name : REQUEST_PSEUDO) {
            List<CharSequence> values = headers.getAll(name);
            // RFC 9113 8.3: the same pseudo-header field name MUST NOT appear more than once in a field block
            if (values.size() > 1) {
                throw FramingError.bad("a pseudo-header field stands more than once");
            }
        }
        // RFC 8441 3: who does not support extended CONNECT detects a malformed request
        if (headers.contains(PROTOCOL)) {
            throw FramingError.bad(":protocol, which is not offered here");
        }
        requireText(headers.method(), ":method");
        if (!FieldSyntax.isToken(headers.method())) {
            throw FramingError.bad(":method is not a token");
        }
        if (isTunnel(headers)) {
            checkTunnel(headers);
        } else {
            requireText(headers.scheme(), ":scheme");
            requireText(headers.path(), ":path");
            requireTarget(headers.path());
        }
    }

    private static boolean isTunnel(Http2Headers headers) {
        return HttpMethod.CONNECT.asciiName().contentEquals(headers.method());
    }

    private static void checkTunnel(Http2Headers headers) {
        requireText(headers.authority(), ":authority");
        // RFC 9113 8.5: the :scheme and :path pseudo-header fields MUST be omitted
        if (headers.scheme() != null || headers.path() != null) {
            throw FramingError.bad("CONNECT with :scheme or :path");
        }
    }

    private static void requireText(@Nullable CharSequence value, String name) {
        // RFC 9113 8.3.1: all requests MUST include exactly one valid value for :method, :scheme and :path
        if (value == null || value.isEmpty()) {
            throw FramingError.bad(name + " is missing");
        }
    }

    private static void requireTarget(CharSequence path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= 0x20 || c >= 0x7f) {
                throw FramingError.bad(":path holds a blank, a control or a non-ASCII character");
            }
        }
    }

    private static CharSequence authority(Http2Headers headers, HttpHeaders fields) {
        CharSequence authority = headers.authority();
        List<String> hosts = fields.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1) {
            throw FramingError.bad("host stands more than once");
        }
        if (authority == null) {
            if (hosts.isEmpty()) {
                throw FramingError.bad("neither :authority nor host");
            }
            return hosts.getFirst();
        }
        if (!FieldSyntax.isValue(authority)) {
            throw FramingError.bad(":authority holds what no authority may hold");
        }
        // RFC 9113 8.3.1: a request that contains both and they do not match is to be treated as malformed
        if (!hosts.isEmpty() && !AsciiString.contentEqualsIgnoreCase(hosts.getFirst(), authority)) {
            throw FramingError.bad(":authority and host differ");
        }
        return authority;
    }

    /// RFC 9113 8.2.3: split cookies MUST be concatenated before they leave HTTP/2
    private static void joinCookies(HttpHeaders fields) {
        List<String> cookies = fields.getAll(HttpHeaderNames.COOKIE);
        if (cookies.size() > 1) {
            fields.set(COOKIE, String.join("; ", cookies));
        }
    }

    /// @throws FramingError when the response is malformed
    public static HttpHeaders responseFields(Http2Headers headers) {
        return fields(headers);
    }

    /// @throws FramingError when the trailers hold a pseudo-header or anything malformed
    public static HttpHeaders trailers(Http2Headers headers) {
        for (Map.Entry<CharSequence, CharSequence> entry : headers) {
            if (isPseudo(entry.getKey())) {
                // RFC 9113 8.1: trailers MUST NOT include pseudo-header fields
                throw FramingError.bad("a pseudo-header field among the trailers");
            }
        }
        return fields(headers);
    }

    /// @throws FramingError when it is missing or no status
    public static HttpResponseStatus status(Http2Headers headers) {
        CharSequence text = headers.status();
        if (text == null || text.length() != 3) {
            throw FramingError.bad(":status is missing or not three digits");
        }
        int code = (int) ContentLength.parse(text);
        if (code < 100) {
            throw FramingError.bad(":status is below 100");
        }
        return HttpResponseStatus.valueOf(code);
    }

    private static HttpHeaders fields(Http2Headers headers) {
        HttpHeaders fields = DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        for (Map.Entry<CharSequence, CharSequence> entry : headers) {
            CharSequence name = entry.getKey();
            if (!isPseudo(name)) {
                check(name, entry.getValue());
                fields.add(name, entry.getValue());
            }
        }
        return fields;
    }

    private static boolean isPseudo(CharSequence name) {
        return !name.isEmpty() && name.charAt(0) == ':';
    }

    private static void check(CharSequence name, CharSequence value) {
        if (!FieldSyntax.isToken(name)) {
            throw FramingError.bad("a field's name holds what no name may hold");
        }
        for (int i = 0; i < name.length(); i++) {
            // RFC 9113 8.2.1: a field name MUST NOT contain characters in the range 0x41-0x5a
            if (AsciiString.isUpperCase(name.charAt(i))) {
                throw FramingError.bad("a field's name holds an upper-case letter");
            }
        }
        if (!FieldSyntax.isValue(value)) {
            throw FramingError.bad("a field's value holds a control character, or blanks around it");
        }
        AsciiString known = AsciiString.of(name);
        if (CONNECTION_SPECIFIC.contains(known)) {
            throw FramingError.bad("a field that belongs to a connection, not to a message of HTTP/2");
        }
        if (known.equals(TE) && !AsciiString.contentEqualsIgnoreCase(value, "trailers")) {
            // RFC 9113 8.2.2: TE MUST NOT contain any value other than "trailers"
            throw FramingError.bad("te is something else than trailers");
        }
    }

    /// Adds fields that passed one of the checks, their names in lower case.
    public static void copy(HttpHeaders from, Http2Headers to) {
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = from.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> entry = entries.next();
            to.add(AsciiString.of(entry.getKey()).toLowerCase(), entry.getValue());
        }
    }
}
