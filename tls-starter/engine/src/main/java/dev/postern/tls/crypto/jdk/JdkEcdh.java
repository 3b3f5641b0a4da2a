package dev.postern.tls.crypto.jdk;

import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeyShares;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;

import javax.crypto.KeyAgreement;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/// ECDH on P-256, P-384 and P-521 (RFC 9846 7.4.2).
final class JdkEcdh implements KeyExchange {
    private final NistCurve curve;
    private final RandomSource random;

    JdkEcdh(NistCurve curve, RandomSource random) {
        this.curve = curve;
        this.random = random;
    }

    @Override
    public Generated generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve.jcaName()), random.asSecureRandom());
            return new Pair(curve, generator.generateKeyPair());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no " + curve.jcaName(), missing);
        }
    }

    private record Pair(NistCurve curve, KeyPair keys) implements Generated {
        @Override
        public byte[] share() {
            return curve.encode(((ECPublicKey) keys.getPublic()).getW());
        }

        @Override
        public Secret decapsulate(byte[] peerShare) {
            KeyShares.requireUncompressed(curve.group(), peerShare, curve.coordinateBytes());
            ECPoint point = curve.decode(peerShare);
            if (!curve.contains(point.getAffineX(), point.getAffineY())) {
                throw KeyShares.refused(curve.group(), "a point that is not on the curve");
            }
            try {
                PublicKey peer = KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(point, curve.parameters()));
                KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
                agreement.init(keys.getPrivate());
                agreement.doPhase(peer, true);
                return Secret.wrap(agreement.generateSecret());
            } catch (InvalidKeyException invalid) {
                throw KeyShares.refused(curve.group(), "a point that cannot be used", invalid);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("this JDK has no ECDH on " + curve.jcaName(), missing);
            }
        }

        @Override
        public void destroy() {
            // the JDK gives no way to wipe an ECPrivateKey
        }
    }
}
