package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.SignatureScheme;

import java.util.List;

/// A private key in the form that its provider signs with. Thread-safe; shared by every connection that presents its certificate.
public interface SigningKey {
    /// What the key can sign with, preferred first.
    List<SignatureScheme> schemes();

    /// @param scheme  one of [#schemes]
    /// @param content the whole signed content of RFC 9846 4.5.2
    /// @return the signature as it goes into CertificateVerify
    byte[] sign(SignatureScheme scheme, byte[] content, RandomSource random);
}
