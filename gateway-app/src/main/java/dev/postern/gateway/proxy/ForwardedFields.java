package dev.postern.gateway.proxy;

import dev.postern.tls.netty.TlsSession;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// What a gateway does to fields (RFC 9110 7.6.1, RFC 7239): takes off what belongs to one hop, drops what a client may not claim, then
/// adds its own. In that order, so that a client that names our fields in `Connection` strips nothing of ours.
final class ForwardedFields {
    static final AsciiString EARLY_DATA = AsciiString.cached("early-data");
    private static final AsciiString FORWARDED = AsciiString.cached("forwarded");
    private static final AsciiString FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString FORWARDED_HOST = AsciiString.cached("x-forwarded-host");
    private static final AsciiString PORT = AsciiString.cached("x-forwarded-port");
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");
    private static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    /// For upstreams that want to know how the client came; a client cannot claim them.
    private static final AsciiString TLS_VERSION = AsciiString.cached("x-postern-tls-version");
    private static final AsciiString TLS_1_3 = AsciiString.cached("TLSv1.3");
    private static final AsciiString TLS_RESUMED = AsciiString.cached("x-postern-tls-resumed");
    private static final AsciiString TRUE = AsciiString.cached("true");
    private static final AsciiString FALSE = AsciiString.cached("false");
    private static final AsciiString ONE = AsciiString.cached("1");
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String PSEUDONYM = "postern";
    private static final AsciiString VIA_1 = AsciiString.cached("1.1 " + PSEUDONYM);
    /// Claims about a client, which only a trusted peer may make.
    private static final Set<String> CLAIMS = Set.of("forwarded", "x-forwarded-for", "x-forwarded-proto",
            "x-forwarded-host", "x-forwarded-port", "x-forwarded-prefix", "x-forwarded-server", "x-real-ip",
            "x-request-id", "client-cert", "client-cert-chain", "early-data", "x-postern-tls-version",
            "x-postern-tls-resumed");
    private static final AsciiString[] CLAIM_NAMES = {FORWARDED, FOR, PROTO, FORWARDED_HOST, PORT, REQUEST_ID,
        TLS_VERSION, TLS_RESUMED,
        AsciiString.cached("x-forwarded-prefix"), AsciiString.cached("x-forwarded-server"),
        AsciiString.cached("x-real-ip"), AsciiString.cached("client-cert"),
        AsciiString.cached("client-cert-chain")};
    /// Fields that must not be in trailers, where whoever merges them would believe them (RFC 9110 6.5.1).
    private static final Set<String> NOT_IN_TRAILERS = Set.of("transfer-encoding", "content-length", "host", "trailer",
            "te", "connection", "upgrade", "keep-alive", "proxy-connection", "authorization", "proxy-authorization",
            "cookie", "set-cookie", "cache-control", "expect", "max-forwards", "content-encoding", "content-type",
            "content-range", "via");

    private ForwardedFields() {}

    /// Whether the request went through a gateway of this name before, more often than a chain of two would explain.
    static boolean isLooping(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.VIA)) {
            return false;
        }
        int passes = 0;
        for (String value : headers.getAll(HttpHeaderNames.VIA)) {
            for (String hop : value.split(",", -1)) {
                passes += hop.strip().endsWith(" " + PSEUDONYM) ? 1 : 0;
            }
        }
        return passes >= 5;
    }

    /// Makes a client's fields those of the forwarded request.
    static void prepareRequest(HttpHeaders headers, ClientConnection client, String authority) {
        boolean trailers = headers.contains(HttpHeaderNames.TE)
                && headers.containsValue(HttpHeaderNames.TE, TRAILERS, true);
        removeHopByHop(headers);
        if (trailers) {
            // RFC 9110 10.1.4: whether trailers are wanted is ours to say anew, and we pass them on
            headers.set(HttpHeaderNames.TE, TRAILERS);
        }
        headers.remove(HttpHeaderNames.HOST);
        headers.remove(HttpHeaderNames.CONTENT_LENGTH);
        removeLookalikes(headers);
        addOurs(headers, client, authority);
    }

    private static void addOurs(HttpHeaders headers, ClientConnection client, String authority) {
        String before = client.isTrustedPeer() ? allLines(headers, FOR) : null;
        String forwarded = client.isTrustedPeer() ? allLines(headers, FORWARDED) : null;
        CharSequence requestId = client.isTrustedPeer() ? headers.get(REQUEST_ID) : null;
        if (!client.isTrustedPeer()) {
            for (AsciiString claim : CLAIM_NAMES) {
                headers.remove(claim);
            }
        }
        headers.set(FOR, before == null ? client.peerText() : before + ", " + client.peerText());
        setUnlessTrusted(headers, PROTO, client.scheme(), client);
        setUnlessTrusted(headers, FORWARDED_HOST, authority, client);
        setUnlessTrusted(headers, PORT, client.localPort(), client);
        String hop = forwardedElement(client, authority);
        headers.set(FORWARDED, forwarded == null ? hop : forwarded + ", " + hop);
        headers.add(HttpHeaderNames.VIA, VIA_1);
        if (requestId == null) {
            headers.set(REQUEST_ID, newRequestId());
        }
        TlsSession.arriving(client.channel()).ifPresent(session -> {
            headers.set(TLS_VERSION, TLS_1_3);
            headers.set(TLS_RESUMED, session.info().resumed() ? TRUE : FALSE);
        });
    }

    /// A peer may add its address as a line of its own, behind one that its client claims (HAProxy does): whoever keeps the first line alone
    /// keeps the claim and drops the address.
    private static @Nullable String allLines(HttpHeaders headers, AsciiString name) {
        // RFC 9110 5.2: lines of one name are one list, in their order
        List<String> lines = headers.getAll(name);
        return lines.isEmpty() ? null : String.join(", ", lines);
    }

    private static void setUnlessTrusted(HttpHeaders headers, AsciiString name, CharSequence value,
            ClientConnection client) {
        if (!client.isTrustedPeer() || !headers.contains(name)) {
            headers.set(name, value);
        }
    }

    /// RFC 7239 4: an IPv6 address and a host with a port are quoted.
    private static String forwardedElement(ClientConnection client, String authority) {
        String node = client.isIpv6Peer() ? "\"[" + client.peerText() + "]\"" : client.peerText().toString();
        return "for=" + node + ";host=\"" + authority + "\";proto=" + client.scheme();
    }

    private static AsciiString newRequestId() {
        // Not a secret: it only has to be one of its kind.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] digits = new byte[32];
        hex(random.nextLong(), digits, 0);
        hex(random.nextLong(), digits, 16);
        return new AsciiString(digits, false);
    }

    private static void hex(long value, byte[] into, int from) {
        for (int i = 0; i < 16; i++) {
            into[from + i] = HEX[(int) (value >>> (60 - 4 * i)) & 15];
        }
    }

    /// Makes an upstream's fields those of the response to the client.
    static void prepareResponse(HttpResponse head) {
        HttpHeaders headers = head.headers();
        removeHopByHop(headers);
        // RFC 8470 5.1: the field is one of requests
        headers.remove(EARLY_DATA);
        int code = head.status().code();
        if (code < 200 || code == 204) {
            // RFC 9110 8.6: a server MUST NOT send a Content-Length in any response with a status code of 1xx or 204
            headers.remove(HttpHeaderNames.CONTENT_LENGTH);
        }
        headers.add(HttpHeaderNames.VIA, VIA_1);
    }

    /// Takes the fields out of a message that only one connection may know.
    private static void removeHopByHop(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.CONNECTION)) {
            removeNamed(headers);
            headers.remove(HttpHeaderNames.CONNECTION);
        }
        headers.remove(KEEP_ALIVE);
        headers.remove(PROXY_CONNECTION);
        headers.remove(HttpHeaderNames.TE);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        headers.remove(HttpHeaderNames.UPGRADE);
        headers.remove(HTTP2_SETTINGS);
    }

    private static void removeNamed(HttpHeaders headers) {
        for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : value.split(",", -1)) {
                String option = name.strip().toLowerCase(Locale.ROOT);
                // RFC 8470 5.1: Early-Data MUST NOT be named in Connection; Host and the length say what the message is
                boolean kept = option.isEmpty() || option.equals("early-data") || option.equals("host")
                        || option.equals("content-length");
                if (!kept) {
                    headers.remove(option);
                }
            }
        }
    }

    /// `X_Forwarded_For` becomes `X-Forwarded-For` in every server that maps fields to variables (CVE-2025-64484).
    private static void removeLookalikes(HttpHeaders headers) {
        List<CharSequence> found = null;
        var entries = headers.iteratorCharSequence();
        while (entries.hasNext()) {
            CharSequence name = entries.next().getKey();
            if (hasFoldingCharacter(name)
                    && CLAIMS.contains(name.toString().toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-'))) {
                found = found == null ? new ArrayList<>() : found;
                found.add(name);
            }
        }
        if (found != null) {
            found.forEach(headers::remove);
        }
    }

    private static boolean hasFoldingCharacter(CharSequence name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_' || c == '.') {
                return true;
            }
        }
        return false;
    }

    /// RFC 8470 5.1: one field with the value 1, however many and whatever came.
    static void markEarly(HttpHeaders headers) {
        headers.set(EARLY_DATA, ONE);
    }

    /// Drops what trailers must not say; null when nothing is left.
    static @Nullable HttpHeaders trailers(@Nullable HttpHeaders trailers) {
        if (trailers == null) {
            return null;
        }
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, String> entry : trailers) {
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            if (NOT_IN_TRAILERS.contains(name) || CLAIMS.contains(name.replace('_', '-'))) {
                refused.add(entry.getKey());
            }
        }
        refused.forEach(trailers::remove);
        return trailers.isEmpty() ? null : trailers;
    }
}
