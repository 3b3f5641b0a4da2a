package dev.postern.tls.certificate;

import dev.postern.tls.codepoint.CertificateType;

import java.security.PublicKey;
import java.util.List;

/// Who signs for himself: what a Certificate message carries, a certificate chain or a bare key (RFC 9846 4.5.1).
public sealed interface KeyHolder extends Identity permits CertificateChain, RawPublicKey {

    /// What the peer sent as the entries of a Certificate message.
    ///
    /// @param type    negotiated
    /// @param entries at least one
    /// @throws dev.postern.tls.alert.TlsAlert with what the RFC names for what cannot be read
    static KeyHolder decode(CertificateType type, List<byte[]> entries) {
        return type.equals(CertificateType.RAW_PUBLIC_KEY)
                ? RawPublicKey.decode(entries)
                : CertificateChain.decode(entries);
    }

    CertificateType type();

    /// The key that signs the handshake. @throws java.util.NoSuchElementException when nobody is there
    PublicKey publicKey();

    /// The entries of a Certificate message.
    List<byte[]> encoded();
}
