package dev.postern.tls.extension;

/// The messages that carry extensions, as abbreviated in RFC 9846 4.3.
public enum ExtensionPlace {
    /// CH
    CLIENT_HELLO,
    /// SH
    SERVER_HELLO,
    /// HRR
    HELLO_RETRY_REQUEST,
    /// EE
    ENCRYPTED_EXTENSIONS,
    /// CR
    CERTIFICATE_REQUEST,
    /// CT, per CertificateEntry
    CERTIFICATE,
    /// NST
    NEW_SESSION_TICKET
}
