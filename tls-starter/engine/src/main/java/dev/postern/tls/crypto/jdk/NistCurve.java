package dev.postern.tls.crypto.jdk;

import dev.postern.tls.codepoint.NamedGroup;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;

/// The curves of RFC 9846 that the JDK knows, with the check that it leaves to its callers.
final class NistCurve {
    static final NistCurve P256 = new NistCurve(NamedGroup.SECP256R1, "secp256r1", 32);
    static final NistCurve P384 = new NistCurve(NamedGroup.SECP384R1, "secp384r1", 48);
    static final NistCurve P521 = new NistCurve(NamedGroup.SECP521R1, "secp521r1", 66);

    private final NamedGroup group;
    private final String jcaName;
    private final int coordinateBytes;
    private final ECParameterSpec parameters;

    private NistCurve(NamedGroup group, String jcaName, int coordinateBytes) {
        this.group = group;
        this.jcaName = jcaName;
        this.coordinateBytes = coordinateBytes;
        try {
            AlgorithmParameters lookup = AlgorithmParameters.getInstance("EC");
            lookup.init(new ECGenParameterSpec(jcaName));
            this.parameters = lookup.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no " + jcaName, missing);
        }
    }

    NamedGroup group() {
        return group;
    }

    String jcaName() {
        return jcaName;
    }

    int coordinateBytes() {
        return coordinateBytes;
    }

    ECParameterSpec parameters() {
        return parameters;
    }

    boolean matches(@Nullable ECParameterSpec other) {
        return other != null && parameters.getCurve().equals(other.getCurve())
                && parameters.getGenerator().equals(other.getGenerator())
                && parameters.getOrder().equals(other.getOrder());
    }

    boolean contains(BigInteger x, BigInteger y) {
        BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right = x.multiply(x).add(parameters.getCurve().getA()).multiply(x)
                .add(parameters.getCurve().getB());
        return y.multiply(y).subtract(right).mod(p).signum() == 0;
    }

    /// Uncompressed, as it goes over the wire.
    byte[] encode(ECPoint point) {
        byte[] encoded = new byte[1 + 2 * coordinateBytes];
        encoded[0] = 4;
        put(point.getAffineX(), encoded, 1);
        put(point.getAffineY(), encoded, 1 + coordinateBytes);
        return encoded;
    }

    ECPoint decode(byte[] encoded) {
        return new ECPoint(new BigInteger(1, Arrays.copyOfRange(encoded, 1, 1 + coordinateBytes)),
                new BigInteger(1, Arrays.copyOfRange(encoded, 1 + coordinateBytes, encoded.length)));
    }

    private void put(BigInteger coordinate, byte[] target, int at) {
        byte[] bytes = coordinate.toByteArray();
        int from = Math.max(0, bytes.length - coordinateBytes);
        int count = bytes.length - from;
        System.arraycopy(bytes, from, target, at + coordinateBytes - count, count);
    }
}
