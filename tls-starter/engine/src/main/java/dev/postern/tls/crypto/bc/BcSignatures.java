package dev.postern.tls.crypto.bc;

import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.MlDsaScheme;
import dev.postern.tls.crypto.spi.PssScheme;
import dev.postern.tls.crypto.spi.SigningKey;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;

/// Which kind of key signs and verifies with which scheme.
final class BcSignatures {
    private BcSignatures() {}

    static SigningKey signingKey(PrivateKey key, PublicKey publicKey) throws InvalidKeyException {
        if (publicKey instanceof ECPublicKey ec && key instanceof ECPrivateKey privateKey) {
            Optional<BcEcdsa> ecdsa = BcEcdsa.of(ec);
            if (ecdsa.isPresent()) {
                return ecdsa.get().signingKey(privateKey);
            }
        }
        if (publicKey instanceof EdECPublicKey ed && BcEd25519.fits(ed) && key instanceof EdECPrivateKey privateKey) {
            return BcEd25519.signingKey(privateKey);
        }
        Optional<MlDsaScheme> mlDsa = MlDsaScheme.of(publicKey);
        if (mlDsa.isPresent()) {
            return BcMlDsa.signingKey(mlDsa.get(), key);
        }
        List<SignatureScheme> pss = PssScheme.allFor(publicKey).stream().map(PssScheme::scheme).toList();
        if (!pss.isEmpty() && key instanceof RSAPrivateKey privateKey) {
            return BcPss.signingKey(privateKey, pss);
        }
        throw new InvalidKeyException("Bouncy Castle cannot sign for TLS 1.3 with this key of algorithm "
                + publicKey.getAlgorithm() + " (" + key.getClass().getName() + ")");
    }

    static boolean fits(SignatureScheme scheme, PublicKey key) {
        Optional<PssScheme> pss = PssScheme.of(scheme);
        if (pss.isPresent()) {
            return pss.get().fits(key);
        }
        Optional<MlDsaScheme> mlDsa = MlDsaScheme.of(scheme);
        if (mlDsa.isPresent()) {
            return MlDsaScheme.of(key).equals(mlDsa);
        }
        if (key instanceof EdECPublicKey ed) {
            return scheme.equals(SignatureScheme.ED25519) && BcEd25519.fits(ed);
        }
        // RFC 9846 4.3.3: the curve of the key MUST be the one of the scheme
        return key instanceof ECPublicKey ec
                && BcEcdsa.of(ec).filter(ecdsa -> ecdsa.scheme().equals(scheme)).isPresent();
    }

    static boolean verify(SignatureScheme scheme, PublicKey key, byte[] content, byte[] signature) {
        if (!fits(scheme, key)) {
            return false;
        }
        Optional<PssScheme> pss = PssScheme.of(scheme);
        if (pss.isPresent()) {
            return key instanceof RSAPublicKey rsa && BcPss.verify(pss.get(), rsa, content, signature);
        }
        Optional<MlDsaScheme> mlDsa = MlDsaScheme.of(scheme);
        if (mlDsa.isPresent()) {
            return BcMlDsa.verify(mlDsa.get(), key, content, signature);
        }
        if (key instanceof EdECPublicKey ed) {
            return BcEd25519.verify(ed, content, signature);
        }
        return key instanceof ECPublicKey ec
                && BcEcdsa.of(ec).filter(ecdsa -> ecdsa.verify(ec, content, signature)).isPresent();
    }
}
