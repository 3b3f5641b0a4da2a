package dev.postern.tls.crypto.bc;

import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeyShares;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

import java.math.BigInteger;

/// ECDH on P-256, P-384 and P-521 (RFC 9846 7.4.2).
final class BcEcdh implements KeyExchange {
    private final BcCurve curve;
    private final RandomSource random;

    BcEcdh(BcCurve curve, RandomSource random) {
        this.curve = curve;
        this.random = random;
    }

    @Override
    public Generated generate() {
        BigInteger order = curve.domain().getN();
        BigInteger scalar = BigIntegers.createRandomInRange(BigInteger.ONE, order.subtract(BigInteger.ONE),
                random.asSecureRandom());
        ECPoint point = new FixedPointCombMultiplier().multiply(curve.domain().getG(), scalar);
        return new Pair(curve, scalar, point.getEncoded(false));
    }

    private record Pair(BcCurve curve, BigInteger scalar, byte[] share) implements Generated {
        @Override
        public Secret decapsulate(byte[] peerShare) {
            KeyShares.requireUncompressed(curve.group(), peerShare, curve.coordinateBytes());
            ECPoint result = decode(peerShare).multiply(scalar).normalize();
            if (result.isInfinity()) {
                throw KeyShares.refused(curve.group(), "a point that leads to infinity");
            }
            return Secret.wrap(result.getAffineXCoord().getEncoded());
        }

        // checks that the point is on the curve
        private ECPoint decode(byte[] peerShare) {
            try {
                return curve.domain().getCurve().decodePoint(peerShare);
            } catch (IllegalArgumentException invalid) {
                throw KeyShares.refused(curve.group(), "a point that is not on the curve", invalid);
            }
        }

        @Override
        public void destroy() {
            // a BigInteger cannot be wiped
        }

        @Override
        public String toString() {
            return "Pair[" + curve.group() + "]";
        }
    }
}
