package dev.postern.tls.crypto.bc;

import dev.postern.tls.codepoint.NamedGroup;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.jspecify.annotations.Nullable;

import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;

/// The curves of RFC 9846, in the form that has arithmetic of its own for each prime.
final class BcCurve {
    static final BcCurve P256 = new BcCurve(NamedGroup.SECP256R1, "secp256r1", 32);
    static final BcCurve P384 = new BcCurve(NamedGroup.SECP384R1, "secp384r1", 48);
    static final BcCurve P521 = new BcCurve(NamedGroup.SECP521R1, "secp521r1", 66);

    private final NamedGroup group;
    private final ECDomainParameters domain;
    private final int coordinateBytes;

    private BcCurve(NamedGroup group, String name, int coordinateBytes) {
        X9ECParameters curve = CustomNamedCurves.getByName(name);
        this.group = group;
        this.domain = new ECDomainParameters(curve);
        this.coordinateBytes = coordinateBytes;
    }

    NamedGroup group() {
        return group;
    }

    ECDomainParameters domain() {
        return domain;
    }

    int coordinateBytes() {
        return coordinateBytes;
    }

    /// Whether a key of the JCA lies on this very curve.
    boolean matches(@Nullable ECParameterSpec other) {
        return other != null && other.getCurve().getField() instanceof ECFieldFp field
                && field.getP().equals(domain.getCurve().getField().getCharacteristic())
                && other.getCurve().getA().equals(domain.getCurve().getA().toBigInteger())
                && other.getCurve().getB().equals(domain.getCurve().getB().toBigInteger())
                && other.getOrder().equals(domain.getN())
                && other.getGenerator().getAffineX().equals(domain.getG().getAffineXCoord().toBigInteger())
                && other.getGenerator().getAffineY().equals(domain.getG().getAffineYCoord().toBigInteger());
    }
}
