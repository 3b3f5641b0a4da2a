package dev.postern.tls.config;

/// Whether a server asks for a client certificate (RFC 9846 4.4.2).
public enum ClientAuthentication {
    NONE,
    /// Ask; a client without one is let in, a bad one is not.
    REQUEST,
    /// Ask; a client without one gets `certificate_required`.
    REQUIRE
}
