package dev.postern.tls.certificate;

/// Who an end of a connection is: somebody with a private key, or somebody who knows a shared one. What a peer showed is worth nothing
/// until somebody judged it ([dev.postern.tls.Pause.VerifyPeer]); knowing a PSK is proof by itself.
public sealed interface Identity permits KeyHolder, PskHolder {

    /// Whether it is nobody: only the empty chain is.
    default boolean isEmpty() {
        return false;
    }

    /// The certificates, or [CertificateChain#EMPTY] where there are none to show: whoever looks for a chain takes anything else for nobody.
    default CertificateChain chain() {
        return CertificateChain.EMPTY;
    }
}
