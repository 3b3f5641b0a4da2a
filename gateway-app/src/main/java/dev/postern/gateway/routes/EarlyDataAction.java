package dev.postern.gateway.routes;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a route does with a request that arrives before the handshake is confirmed.
public enum EarlyDataAction {
    /// Park the request until the handshake is confirmed.
    @JsonProperty("hold") HOLD,
    /// Answer 425 and let the client ask again (RFC 8470 5.2).
    @JsonProperty("tooEarly") TOO_EARLY,
    /// Act at once; only towards an upstream that is declared early-data aware, else it is [#HOLD].
    @JsonProperty("allow") ALLOW
}
