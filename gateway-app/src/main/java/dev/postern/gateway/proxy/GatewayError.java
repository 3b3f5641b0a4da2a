package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.RequestMatch;
import dev.postern.gateway.upstream.UpstreamFailure;

/// Why the gateway itself answers, or gives up.
///
/// @param type      stable; the last part of the problem's `type`
/// @param side      whose it was
/// @param retryable whether the same request may be sent again without harm, and may succeed
/// @param status    that says so
/// @param sentence  for the client and the log; holds nothing that the client sent
public record GatewayError(String type, Side side, boolean retryable, int status, String sentence) {

    /// Whose fault an error is.
    public enum Side {
        CLIENT,
        GATEWAY,
        UPSTREAM
    }

    static final GatewayError TOO_EARLY = client(425, "too-early",
            "the request came before the handshake was confirmed and is not acted on so early; send it again").again();
    static final GatewayError CONNECT = client(405, "method-not-allowed", "tunnels are not made here");
    static final GatewayError TRACE = client(405, "method-not-allowed", "TRACE is never forwarded");
    static final GatewayError EXPECTATION = client(417, "expectation-failed",
            "only 100-continue can be expected of this gateway");
    static final GatewayError LOOP = client(508, "loop-detected", "the request passed through this gateway before");
    static final GatewayError BODY_TIMEOUT = client(408, "request-timeout", "the request body did not come in time");
    static final GatewayError BODY_TOO_SLOW = client(408, "request-too-slow",
            "the request body came more slowly than its route allows");
    static final GatewayError CLIENT_TOO_SLOW = client(408, "client-too-slow",
            "the client took its answer more slowly than its route allows");
    static final GatewayError FIRST_BYTE = upstream(504, "upstream-timeout", "the upstream did not answer in time");
    static final GatewayError REQUEST_STALLED = upstream(504, "upstream-timeout",
            "the upstream stopped in the request");
    static final GatewayError RESPONSE_IDLE = upstream(504, "upstream-timeout", "the upstream stopped in its answer");
    static final GatewayError TOTAL = new GatewayError("request-timeout", Side.GATEWAY, false, 504,
            "the exchange took longer than its route allows");
    static final GatewayError CLIENT_GONE = client(499, "client-gone", "the client went away");

    private static GatewayError client(int status, String type, String sentence) {
        return new GatewayError(type, Side.CLIENT, false, status, sentence);
    }

    private static GatewayError upstream(int status, String type, String sentence) {
        return new GatewayError(type, Side.UPSTREAM, false, status, sentence);
    }

    private GatewayError again() {
        return new GatewayError(type, side, true, status, sentence);
    }

    public static GatewayError malformed(int status, String sentence) {
        String type = switch (status) {
            case 408 -> "request-timeout";
            case 413 -> "content-too-large";
            case 414 -> "target-too-long";
            case 431 -> "fields-too-large";
            case 505 -> "version-not-supported";
            default -> "malformed-request";
        };
        return client(status, type, sentence);
    }

    static GatewayError of(RequestMatch.Refused refused) {
        String type = switch (refused.refusal()) {
            case BAD_AUTHORITY -> "bad-authority";
            case AMBIGUOUS_PATH -> "ambiguous-path";
            case MISDIRECTED -> "misdirected-request";
            case NO_ROUTE -> "no-route";
        };
        return client(refused.refusal().status(), type, refused.sentence());
    }

    /// What went wrong behind us is told by kind alone: addresses and certificates behind a gateway are not the client's business.
    static GatewayError of(UpstreamFailure failure) {
        return switch (failure.kind()) {
            case CONNECT_REFUSED -> upstream(502, "upstream-unreachable", "the upstream takes no connection").again();
            case CONNECT_TIMEOUT -> upstream(504, "upstream-unreachable", "the upstream cannot be reached in time")
                    .again();
            case TLS -> upstream(502, "upstream-tls", "the upstream's TLS is not accepted").again();
            case NO_ENDPOINT -> upstream(503, "no-endpoint", "the upstream has no endpoint in service").again();
            case RESET -> upstream(502, "upstream-reset", "the upstream broke off");
            case MALFORMED_RESPONSE -> upstream(502, "upstream-malformed",
                    "the upstream's answer is not understood one way only");
        };
    }

    /// As a problem document (RFC 9457). The sentences are ours and hold no character that JSON escapes.
    String problem() {
        return "{\"type\":\"urn:postern:problem:" + type + "\",\"status\":" + status + ",\"detail\":\"" + sentence
                + "\",\"retryable\":" + retryable + "}";
    }
}
