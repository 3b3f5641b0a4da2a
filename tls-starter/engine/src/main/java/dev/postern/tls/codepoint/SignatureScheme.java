package dev.postern.tls.codepoint;

/// A signature scheme (RFC 9846 4.3.3).
///
/// @param code the two bytes on the wire
public record SignatureScheme(int code) {
    public static final SignatureScheme ECDSA_SECP256R1_SHA256 = new SignatureScheme(0x0403);
    public static final SignatureScheme ECDSA_SECP384R1_SHA384 = new SignatureScheme(0x0503);
    public static final SignatureScheme ECDSA_SECP521R1_SHA512 = new SignatureScheme(0x0603);
    public static final SignatureScheme RSA_PSS_RSAE_SHA256 = new SignatureScheme(0x0804);
    public static final SignatureScheme RSA_PSS_RSAE_SHA384 = new SignatureScheme(0x0805);
    public static final SignatureScheme RSA_PSS_RSAE_SHA512 = new SignatureScheme(0x0806);
    public static final SignatureScheme ED25519 = new SignatureScheme(0x0807);
    public static final SignatureScheme RSA_PSS_PSS_SHA256 = new SignatureScheme(0x0809);
    public static final SignatureScheme RSA_PSS_PSS_SHA384 = new SignatureScheme(0x080a);
    public static final SignatureScheme RSA_PSS_PSS_SHA512 = new SignatureScheme(0x080b);

    /// Resists a quantum computer (draft-ietf-tls-mldsa). Neither offered nor accepted by default while it is a draft.
    public static final SignatureScheme MLDSA44 = new SignatureScheme(0x0904);
    public static final SignatureScheme MLDSA65 = new SignatureScheme(0x0905);
    public static final SignatureScheme MLDSA87 = new SignatureScheme(0x0906);

    public SignatureScheme {
        if (code < 0 || code > 0xffff) {
            throw new IllegalArgumentException("a signature scheme is two bytes, got " + code);
        }
    }

    /// The IANA name, or the number in hex when we do not know one.
    @Override
    public String toString() {
        return switch (code) {
            case 0x0403 -> "ecdsa_secp256r1_sha256";
            case 0x0503 -> "ecdsa_secp384r1_sha384";
            case 0x0603 -> "ecdsa_secp521r1_sha512";
            case 0x0804 -> "rsa_pss_rsae_sha256";
            case 0x0805 -> "rsa_pss_rsae_sha384";
            case 0x0806 -> "rsa_pss_rsae_sha512";
            case 0x0807 -> "ed25519";
            case 0x0809 -> "rsa_pss_pss_sha256";
            case 0x080a -> "rsa_pss_pss_sha384";
            case 0x080b -> "rsa_pss_pss_sha512";
            case 0x0904 -> "mldsa44";
            case 0x0905 -> "mldsa65";
            case 0x0906 -> "mldsa87";
            default -> "0x%04x".formatted(code);
        };
    }
}
