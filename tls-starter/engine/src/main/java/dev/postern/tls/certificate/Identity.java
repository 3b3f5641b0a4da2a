package dev.postern.tls.certificate;

import dev.postern.tls.codepoint.CertificateType;

import java.security.PublicKey;
import java.util.List;

/// Who an end of a connection shows to be: a certificate chain, or a bare key (RFC 9846 4.5.1). What a peer showed is worth nothing until
/// somebody judged it ([dev.postern.tls.Pause.VerifyPeer]).
public sealed interface Identity permits CertificateChain, RawPublicKey {

    /// What the peer sent as the entries of a Certificate message.
    ///
    /// @param type    negotiated
    /// @param entries at least one
    /// @throws dev.postern.tls.alert.TlsAlert with what the RFC names for what cannot be read
    static Identity decode(CertificateType type, List<byte[]> entries) {
        return type.equals(CertificateType.RAW_PUBLIC_KEY)
                ? RawPublicKey.decode(entries)
                : CertificateChain.decode(entries);
    }

    CertificateType type();

    /// Whether it is nobody: only the empty chain is.
    default boolean isEmpty() {
        return false;
    }

    /// The key that signs the handshake. @throws java.util.NoSuchElementException when nobody is there
    PublicKey publicKey();

    /// The entries of a Certificate message.
    List<byte[]> encoded();

    /// The certificates, or [CertificateChain#EMPTY] where the peer has none to show: whoever looks for a chain takes a bare key for nobody.
    default CertificateChain chain() {
        return CertificateChain.EMPTY;
    }
}
