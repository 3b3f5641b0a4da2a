package dev.postern.gateway.upstream;

/// Why an upstream gave no answer, or no whole one.
///
/// @param kind     what went wrong
/// @param sentence for the log; holds nothing that a client sent
public record UpstreamFailure(Kind kind, String sentence) {

    /// What a caller decides by.
    public enum Kind {
        /// No endpoint took a connection. Nothing was sent.
        CONNECT_REFUSED,
        /// Endpoints did not answer in time. Nothing was sent.
        CONNECT_TIMEOUT,
        /// The endpoint's certificate was not accepted, or its TLS failed. Nothing was sent.
        TLS,
        /// Every endpoint has weight zero.
        NO_ENDPOINT,
        /// The connection broke before the response was whole.
        RESET,
        /// The response has no one reading.
        MALFORMED_RESPONSE
    }
}
