package dev.postern.tls.codepoint;

/// A key exchange group (RFC 9846 4.3.7, RFC 10024 for the hybrids with ML-KEM).
///
/// @param code the two bytes on the wire
public record NamedGroup(int code) {
    public static final NamedGroup SECP256R1 = new NamedGroup(0x0017);
    public static final NamedGroup SECP384R1 = new NamedGroup(0x0018);
    /// Not offered by default: it costs several times P-384 and protects from nothing that P-384 does not.
    public static final NamedGroup SECP521R1 = new NamedGroup(0x0019);
    public static final NamedGroup X25519 = new NamedGroup(0x001d);
    /// The KEMs inside the hybrids, and groups of their own (draft-ietf-tls-mlkem); not offered by default, since nothing stands beside a
    /// young KEM should it break.
    public static final NamedGroup MLKEM768 = new NamedGroup(0x0201);
    public static final NamedGroup MLKEM1024 = new NamedGroup(0x0202);
    public static final NamedGroup SECP256R1MLKEM768 = new NamedGroup(0x11eb);
    public static final NamedGroup X25519MLKEM768 = new NamedGroup(0x11ec);
    public static final NamedGroup SECP384R1MLKEM1024 = new NamedGroup(0x11ed);

    // RFC 9846 B.3.1.4: values of the obsolete ranges have no name here, so that nobody offers or negotiates them
    public NamedGroup {
        if (code < 0 || code > 0xffff) {
            throw new IllegalArgumentException("a named group is two bytes, got " + code);
        }
    }

    /// The IANA name, or the number in hex when we do not know one.
    @Override
    public String toString() {
        return switch (code) {
            case 0x0017 -> "secp256r1";
            case 0x0018 -> "secp384r1";
            case 0x0019 -> "secp521r1";
            case 0x001d -> "x25519";
            case 0x0201 -> "MLKEM768";
            case 0x0202 -> "MLKEM1024";
            case 0x11eb -> "SecP256r1MLKEM768";
            case 0x11ec -> "X25519MLKEM768";
            case 0x11ed -> "SecP384r1MLKEM1024";
            default -> "0x%04x".formatted(code);
        };
    }
}
