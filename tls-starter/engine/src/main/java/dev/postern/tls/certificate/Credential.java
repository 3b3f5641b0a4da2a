package dev.postern.tls.certificate;

import dev.postern.tls.codepoint.SignatureScheme;
import org.jspecify.annotations.Nullable;

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
    private final boolean requiresIssuer;
    private final @Nullable DelegatedCredential delegation;
    private final CompressedForms compressedForms = new CompressedForms();

    /// @param identity never empty
    /// @param schemes  what the key can sign with, preferred first
    /// @param signer   the key
    public Credential(KeyHolder identity, List<SignatureScheme> schemes, HandshakeSigner signer) {
        this(identity, schemes, signer, Staples.NONE, false, null);
    }

    private Credential(KeyHolder identity, List<SignatureScheme> schemes, HandshakeSigner signer, Staples staples,
            boolean requiresIssuer, @Nullable DelegatedCredential delegation) {
        this.identity = identity;
        this.schemes = List.copyOf(schemes);
        this.signer = signer;
        this.staples = staples;
        this.requiresIssuer = requiresIssuer;
        this.delegation = delegation;
        if (identity.isEmpty() || schemes.isEmpty()) {
            throw new IllegalArgumentException(
                    "a credential needs a certificate or a raw public key, and a signature scheme");
        }
    }

    /// The same with these staples, which go out to a peer that asks for them.
    public Credential stapledWith(Staples value) {
        return new Credential(identity, schemes, signer, value, requiresIssuer, delegation);
    }

    /// The same, but only for a peer that names an authority above it in `certificate_authorities`: of a private authority, say, that
    /// nobody else knows.
    public Credential onlyForItsIssuers() {
        return new Credential(identity, schemes, signer, staples, true, delegation);
    }

    /// The same where the key is not the certificate's but that of a delegated credential: for peers that take one. In a configuration it
    /// stands before the one with the certificate's own key, which all others get.
    public Credential delegatedBy(DelegatedCredential value) {
        return new Credential(identity, List.of(value.scheme()), signer, staples, requiresIssuer, value);
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

    public boolean requiresIssuer() {
        return requiresIssuer;
    }

    /// Null where the certificate's own key signs.
    public @Nullable DelegatedCredential delegation() {
        return delegation;
    }

    /// The body of this credential's Certificate message, compressed once and then remembered.
    ///
    /// @param message one of the few that go out for this credential
    public byte[] compressed(CertificateCompression compression, byte[] message) {
        return compressedForms.of(compression, message);
    }
}
