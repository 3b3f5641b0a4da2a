package dev.postern.interop.bogo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;

/// The key pairs of credentials without a certificate: the runner gives us the private half alone, in PKCS #8.
final class RawKeys {

    private RawKeys() {}

    static KeyPair load(String file) {
        try {
            String pem = Files.readString(Path.of(file)).replaceAll("-----[A-Z ]+-----|\\s", "");
            byte[] der = Base64.getDecoder().decode(pem);
            return pair(der);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new NotImplementedException("(a raw public key of another kind)");
        }
    }

    private static KeyPair pair(byte[] der) throws GeneralSecurityException {
        try {
            ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(der));
            return new KeyPair(publicKey(key, der), key);
        } catch (GeneralSecurityException notEc) {
            RSAPrivateCrtKey key = (RSAPrivateCrtKey) KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(der));
            return new KeyPair(KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())), key);
        }
    }

    /// RFC 5915: the public key, an uncompressed point, stands at the end of an ECPrivateKey.
    private static PublicKey publicKey(ECPrivateKey key, byte[] der) throws GeneralSecurityException {
        int coordinate = (key.getParams().getCurve().getField().getFieldSize() + 7) / 8;
        int at = der.length - 2 * coordinate;
        ECPoint point = new ECPoint(new BigInteger(1, Arrays.copyOfRange(der, at, at + coordinate)),
                new BigInteger(1, Arrays.copyOfRange(der, at + coordinate, der.length)));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, key.getParams()));
    }
}
