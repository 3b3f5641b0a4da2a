package dev.postern.tls.certificate;

import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.SigningKey;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Signs with a private key in this process. The signature is there at once, so a caller that must not block may want to move RSA keys
/// (a millisecond each) off its event loop.
public final class LocalSigner implements HandshakeSigner {
    private static final byte[] PROBE = "does this key belong to this certificate?".getBytes(StandardCharsets.US_ASCII);

    private final SigningKey key;
    private final RandomSource random;

    private LocalSigner(SigningKey key, RandomSource random) {
        this.key = key;
        this.random = random;
    }

    /// A credential from a chain and the private key of its first certificate. What it can sign with follows from the key.
    ///
    /// @throws IllegalArgumentException in a sentence for the operator: an empty chain, a key that TLS 1.3 cannot use, or one that does
    ///     not belong to the certificate
    public static Credential credential(CertificateChain chain, PrivateKey privateKey, CryptoProvider crypto,
            RandomSource random) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("the certificate chain is empty");
        }
        return credential((KeyHolder) chain, privateKey, crypto, random);
    }

    /// A credential from a bare key, for peers that accept raw public keys (RFC 7250). What it can sign with follows from the key.
    ///
    /// @throws IllegalArgumentException in a sentence for the operator: a key that TLS 1.3 cannot use, or two that do not belong together
    public static Credential credential(RawPublicKey rawKey, PrivateKey privateKey, CryptoProvider crypto,
            RandomSource random) {
        return credential((KeyHolder) rawKey, privateKey, crypto, random);
    }

    /// A credential from a chain and the key of a delegated credential that its first certificate issued (RFC 9345).
    ///
    /// @throws IllegalArgumentException in a sentence for the operator: a key that does not sign with the credential's scheme, or two that
    ///     do not belong together
    public static Credential delegated(CertificateChain chain, DelegatedCredential delegation, PrivateKey privateKey,
            CryptoProvider crypto, RandomSource random) {
        PublicKey publicKey = delegation.spki().publicKey();
        SigningKey key = key(privateKey, publicKey, crypto);
        if (!key.schemes().contains(delegation.scheme())) {
            throw new IllegalArgumentException(
                    "the delegated credential is for " + delegation.scheme() + ", which its key does not sign with");
        }
        requirePair(key, publicKey, crypto, random);
        return new Credential(chain, key.schemes(), new LocalSigner(key, random)).delegatedBy(delegation);
    }

    private static Credential credential(KeyHolder identity, PrivateKey privateKey, CryptoProvider crypto,
            RandomSource random) {
        PublicKey publicKey = identity.publicKey();
        SigningKey key = key(privateKey, publicKey, crypto);
        requirePair(key, publicKey, crypto, random);
        return new Credential(identity, key.schemes(), new LocalSigner(key, random));
    }

    private static SigningKey key(PrivateKey privateKey, PublicKey publicKey, CryptoProvider crypto) {
        try {
            return crypto.signingKey(privateKey, publicKey);
        } catch (InvalidKeyException unusable) {
            throw new IllegalArgumentException(unusable.getMessage(), unusable);
        }
    }

    @Override
    public CompletionStage<byte[]> sign(SignatureScheme scheme, byte[] content) {
        if (!key.schemes().contains(scheme)) {
            // Not every provider would notice: some sign with what the key is for, which no peer would accept under this name.
            return CompletableFuture
                    .failedFuture(new IllegalStateException("the certificate's key does not sign with " + scheme));
        }
        try {
            return CompletableFuture.completedFuture(key.sign(scheme, content, random));
        } catch (IllegalStateException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    // Found here, a mixed-up key is a sentence at start-up; found later, every handshake fails at the client
    private static void requirePair(SigningKey key, PublicKey publicKey, CryptoProvider crypto, RandomSource random) {
        SignatureScheme scheme = key.schemes().getFirst();
        boolean pair;
        try {
            pair = crypto.verify(scheme, publicKey, PROBE, key.sign(scheme, PROBE, random));
        } catch (IllegalStateException refused) {
            throw new IllegalArgumentException("the private key does not belong to the certificate", refused);
        }
        if (!pair) {
            throw new IllegalArgumentException("the private key does not belong to the certificate");
        }
    }
}
