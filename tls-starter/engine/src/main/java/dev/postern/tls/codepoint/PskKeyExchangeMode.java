package dev.postern.tls.codepoint;

/// How a PSK is used (RFC 9846 4.3.9). We only speak `psk_dhe_ke`: without a key exchange there is no forward secrecy.
///
/// @param code the byte on the wire
public record PskKeyExchangeMode(int code) {
    public static final PskKeyExchangeMode PSK_KE = new PskKeyExchangeMode(0);
    public static final PskKeyExchangeMode PSK_DHE_KE = new PskKeyExchangeMode(1);

    public PskKeyExchangeMode {
        CodePoint.requireByte("a PSK key exchange mode", code);
    }

    @Override
    public String toString() {
        return switch (code) {
            case 0 -> "psk_ke";
            case 1 -> "psk_dhe_ke";
            default -> CodePoint.hexByte(code);
        };
    }
}
