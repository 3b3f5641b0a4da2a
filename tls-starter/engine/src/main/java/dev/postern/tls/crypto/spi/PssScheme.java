package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.SignatureScheme;

import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The RSASSA-PSS schemes of RFC 9846 4.3.3: salt as long as the hash, MGF1 over the same hash.
public enum PssScheme {
    RSAE_SHA256(0x0804, "RSA", "SHA-256", 32),
    RSAE_SHA384(0x0805, "RSA", "SHA-384", 48),
    RSAE_SHA512(0x0806, "RSA", "SHA-512", 64),
    PSS_SHA256(0x0809, "RSASSA-PSS", "SHA-256", 32),
    PSS_SHA384(0x080a, "RSASSA-PSS", "SHA-384", 48),
    PSS_SHA512(0x080b, "RSASSA-PSS", "SHA-512", 64);

    private final int code;
    private final String keyAlgorithm;
    private final String hash;
    private final int hashBytes;

    PssScheme(int code, String keyAlgorithm, String hash, int hashBytes) {
        this.code = code;
        this.keyAlgorithm = keyAlgorithm;
        this.hash = hash;
        this.hashBytes = hashBytes;
    }

    public static Optional<PssScheme> of(SignatureScheme scheme) {
        return Arrays.stream(values()).filter(candidate -> candidate.code == scheme.code()).findFirst();
    }

    /// What a key of this kind can sign with, shortest hash first.
    public static List<PssScheme> allFor(PublicKey key) {
        return Arrays.stream(values()).filter(scheme -> scheme.fits(key)).toList();
    }

    public SignatureScheme scheme() {
        return new SignatureScheme(code);
    }

    /// The JCA name of the hash.
    public String hash() {
        return hash;
    }

    public int saltBytes() {
        return hashBytes;
    }

    public PSSParameterSpec parameters() {
        return new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), hashBytes,
                PSSParameterSpec.TRAILER_FIELD_BC);
    }

    /// RFC 9846 4.3.3: rsae schemes need the OID rsaEncryption, pss schemes id-RSASSA-PSS; a PSS key may name its only hash; the modulus
    /// must have room for hash and salt.
    public boolean fits(PublicKey key) {
        return key instanceof RSAPublicKey rsa && key.getAlgorithm().equals(keyAlgorithm) && allows(rsa)
                && rsa.getModulus().bitLength() >= 8 * (2 * hashBytes + 2) + 1;
    }

    private boolean allows(RSAKey key) {
        return !(key.getParams() instanceof PSSParameterSpec only)
                || (only.getDigestAlgorithm().equals(hash) && only.getSaltLength() <= hashBytes);
    }
}
