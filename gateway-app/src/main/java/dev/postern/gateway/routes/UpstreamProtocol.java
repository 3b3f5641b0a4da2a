package dev.postern.gateway.routes;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How an upstream is spoken to.
public enum UpstreamProtocol {
    @JsonProperty("http1") HTTP1,
    /// HTTP/2 over TLS.
    @JsonProperty("h2") H2,
    /// HTTP/2 in the clear, with prior knowledge.
    @JsonProperty("h2c") H2C,
    /// Over TLS what ALPN agrees on, in the clear HTTP/1.1.
    @JsonProperty("auto") AUTO
}
