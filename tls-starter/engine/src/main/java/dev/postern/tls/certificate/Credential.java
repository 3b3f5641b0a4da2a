package dev.postern.tls.certificate;

import dev.postern.tls.codepoint.SignatureScheme;

import java.util.List;

/// A chain, or a raw public key, and the key behind it: what an end presents. A host may have several, of different types; what the peer
/// accepts chooses.
///
/// @param identity never empty
/// @param schemes  what the key can sign with, preferred first
/// @param signer   the key
public record Credential(KeyHolder identity, List<SignatureScheme> schemes, HandshakeSigner signer) {
    public Credential {
        schemes = List.copyOf(schemes);
        if (identity.isEmpty() || schemes.isEmpty()) {
            throw new IllegalArgumentException(
                    "a credential needs a certificate or a raw public key, and a signature scheme");
        }
    }

    /// Empty for a raw public key.
    public CertificateChain chain() {
        return identity.chain();
    }
}
