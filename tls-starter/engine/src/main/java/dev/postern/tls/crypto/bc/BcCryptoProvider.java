package dev.postern.tls.crypto.bc;

import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CompleteCryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Hpke;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.MlKemParameters;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.crypto.spi.SigningKey;
import org.bouncycastle.jcajce.provider.digest.SHA256;
import org.bouncycastle.jcajce.provider.digest.SHA384;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Set;

/// Everything from Bouncy Castle.
public final class BcCryptoProvider extends CompleteCryptoProvider {

    @Override
    public String name() {
        return "bc";
    }

    @Override
    public Aead aead(AeadAlgorithm algorithm, Secret key) {
        return new BcAead(algorithm, key);
    }

    @Override
    protected KeyExchange p256(RandomSource random) {
        return new BcEcdh(BcCurve.P256, random);
    }

    @Override
    protected KeyExchange p384(RandomSource random) {
        return new BcEcdh(BcCurve.P384, random);
    }

    @Override
    protected KeyExchange p521(RandomSource random) {
        return new BcEcdh(BcCurve.P521, random);
    }

    @Override
    protected KeyExchange x25519(RandomSource random) {
        return new BcX25519(random);
    }

    @Override
    protected KeyExchange mlKem(MlKemParameters parameters, RandomSource random) {
        return new BcMlKem(parameters, random);
    }

    @Override
    public MessageDigest digest(HashAlgorithm hash) {
        return switch (hash) {
            case SHA256 -> new SHA256.Digest();
            case SHA384 -> new SHA384.Digest();
        };
    }

    @Override
    public Set<HpkeSuite> hpkeSuites() {
        return HpkeSuite.ALL;
    }

    @Override
    public Hpke hpke(HpkeSuite suite) {
        return new BcHpke(suite);
    }

    @Override
    public SigningKey signingKey(PrivateKey key, PublicKey publicKey) throws InvalidKeyException {
        return BcSignatures.signingKey(key, publicKey);
    }

    @Override
    public boolean fits(SignatureScheme scheme, PublicKey key) {
        return BcSignatures.fits(scheme, key);
    }

    @Override
    public boolean verify(SignatureScheme scheme, PublicKey key, byte[] content, byte[] signature) {
        return BcSignatures.verify(scheme, key, content, signature);
    }
}
