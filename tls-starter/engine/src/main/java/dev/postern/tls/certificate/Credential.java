package dev.postern.tls.certificate;

import dev.postern.tls.codepoint.SignatureScheme;

import java.util.List;

/// A chain, or a raw public key, and the key behind it: what an end presents. A host may have several, of different types; what the peer
/// accepts chooses.
///
/// It never changes: a new OCSP response means a new credential, and a new configuration with it.
public final class Credential {
    private final KeyHolder identity;
    private final List<SignatureScheme> schemes;
    private final HandshakeSigner signer;
    private final Staples staples;
    private final CompressedForms compressedForms = new CompressedForms();

    /// @param identity never empty
    /// @param schemes  what the key can sign with, preferred first
    /// @param signer   the key
    public Credential(KeyHolder identity, List<SignatureScheme> schemes, HandshakeSigner signer) {
        this(identity, schemes, signer, Staples.NONE);
    }

    private Credential(KeyHolder identity, List<SignatureScheme> schemes, HandshakeSigner signer, Staples staples) {
        this.identity = identity;
        this.schemes = List.copyOf(schemes);
        this.signer = signer;
        this.staples = staples;
        if (identity.isEmpty() || schemes.isEmpty()) {
            throw new IllegalArgumentException(
                    "a credential needs a certificate or a raw public key, and a signature scheme");
        }
    }

    /// The same with these staples, which go out to a peer that asks for them.
    public Credential stapledWith(Staples value) {
        return new Credential(identity, schemes, signer, value);
    }

    public KeyHolder identity() {
        return identity;
    }

    /// Empty for a raw public key.
    public CertificateChain chain() {
        return identity.chain();
    }

    public List<SignatureScheme> schemes() {
        return schemes;
    }

    public HandshakeSigner signer() {
        return signer;
    }

    public Staples staples() {
        return staples;
    }

    /// The body of this credential's Certificate message, compressed once and then remembered.
    ///
    /// @param message one of the few that go out for this credential
    public byte[] compressed(CertificateCompression compression, byte[] message) {
        return compressedForms.of(compression, message);
    }
}
