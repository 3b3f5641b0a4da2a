package dev.postern.tls.certificate;

import dev.postern.tls.codepoint.SignatureScheme;

import java.util.List;

/// A chain and the key behind it: what an end presents. A host may have several, of different key types; the peer's
/// `signature_algorithms` choose.
///
/// @param chain   end entity first, never empty
/// @param schemes what the key can sign with, preferred first
/// @param signer  the key
public record Credential(CertificateChain chain, List<SignatureScheme> schemes, HandshakeSigner signer) {
    public Credential {
        schemes = List.copyOf(schemes);
        if (chain.isEmpty() || schemes.isEmpty()) {
            throw new IllegalArgumentException("a credential needs a certificate and a signature scheme");
        }
    }
}
