package dev.postern.tls.certificate;

import dev.postern.tls.codepoint.SignatureScheme;

import java.util.concurrent.CompletionStage;

/// Signs a handshake. The key may be far away (a KMS, an HSM, another process): the answer may come late and from any thread.
@FunctionalInterface
public interface HandshakeSigner {
    /// Signs the whole content (RFC 9846 4.5.2, padding and context string included).
    ///
    /// @return the signature as it goes into CertificateVerify; fails when the key cannot sign, which ends the handshake with
    ///     `internal_error`
    CompletionStage<byte[]> sign(SignatureScheme scheme, byte[] content);
}
