package dev.postern.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;

/// A request as it is forwarded: hop-by-hop fields gone, ours added, framing still to be written by the protocol in use.
///
/// @param target     origin form, or `*`
/// @param authority  Host or `:authority`
/// @param scheme     as the client came
/// @param headers    neither Host nor any field of framing
/// @param bodyLength [#UNKNOWN_LENGTH], or exact; 0 for none
/// @param webSocket  whether the connection is to become a WebSocket
public record UpstreamRequest(HttpMethod method, String target, String authority, String scheme, HttpHeaders headers,
        long bodyLength, boolean webSocket) {
    public static final long UNKNOWN_LENGTH = -1;
    /// There is none, and none is announced, either.
    public static final long NO_BODY = -3;

    public boolean hasBody() {
        return bodyLength > 0 || bodyLength == UNKNOWN_LENGTH;
    }

    /// RFC 9110 9.2.2: what may be sent again when nobody knows whether it arrived.
    boolean isIdempotent() {
        return switch (method.name()) {
            case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
