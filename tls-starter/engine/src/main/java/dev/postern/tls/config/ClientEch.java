package dev.postern.tls.config;

import dev.postern.tls.ech.EchConfigList;

/// What a client does about Encrypted Client Hello (RFC 9849 6).
public sealed interface ClientEch {

    /// Nothing.
    record Off() implements ClientEch {}

    /// Sends what looks like it, so that those who really use it do not stick out (RFC 9849 6.2).
    record Grease() implements ClientEch {}

    /// Encrypts the hello. A server that refuses it has to prove the public name; the connection then fails with `ech_required`, and
    /// [dev.postern.tls.event.TlsEvent.EchRejected] says what to try instead.
    ///
    /// @param configs   from the server's HTTPS record, or from an earlier refusal
    /// @param otherwise when none of them can be used
    record Encrypt(EchConfigList configs, Otherwise otherwise) implements ClientEch {}

    /// What to do without a configuration that can be used.
    enum Otherwise {
        /// The server name goes in the clear.
        PLAIN,
        /// The server name goes in the clear, and the hello looks as if it did not.
        GREASE,
        /// The connection fails before it starts.
        FAIL
    }
}
