package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.SignatureScheme;

import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/// The schemes of draft-ietf-tls-mldsa: ML-DSA (FIPS 204) itself, not HashML-DSA, with an empty context string.
public enum MlDsaScheme {
    MLDSA44(0x0904, "ML-DSA-44"),
    MLDSA65(0x0905, "ML-DSA-65"),
    MLDSA87(0x0906, "ML-DSA-87");

    private final int code;
    private final String jcaName;

    MlDsaScheme(int code, String jcaName) {
        this.code = code;
        this.jcaName = jcaName;
    }

    public static Optional<MlDsaScheme> of(SignatureScheme scheme) {
        return Arrays.stream(values()).filter(candidate -> candidate.code == scheme.code()).findFirst();
    }

    /// The one scheme that a key is for, or empty for a key of another kind.
    public static Optional<MlDsaScheme> of(PublicKey key) {
        // The JDK calls every such key ML-DSA; others call it by its parameter set.
        String name = key.getParams() instanceof NamedParameterSpec named ? named.getName() : key.getAlgorithm();
        return Arrays.stream(values()).filter(candidate -> candidate.jcaName.equalsIgnoreCase(name)).findFirst();
    }

    public SignatureScheme scheme() {
        return new SignatureScheme(code);
    }

    /// FIPS 204's name of the parameter set, which the JCA uses too.
    public String jcaName() {
        return jcaName;
    }
}
