package dev.postern.tls.alert;

import java.util.Arrays;
import java.util.Optional;

/// The alerts of RFC 9846 6, with their numbers on the wire.
public enum AlertDescription {
    CLOSE_NOTIFY(0),
    UNEXPECTED_MESSAGE(10),
    BAD_RECORD_MAC(20),
    RECORD_OVERFLOW(22),
    HANDSHAKE_FAILURE(40),
    BAD_CERTIFICATE(42),
    UNSUPPORTED_CERTIFICATE(43),
    CERTIFICATE_REVOKED(44),
    CERTIFICATE_EXPIRED(45),
    CERTIFICATE_UNKNOWN(46),
    ILLEGAL_PARAMETER(47),
    UNKNOWN_CA(48),
    ACCESS_DENIED(49),
    DECODE_ERROR(50),
    DECRYPT_ERROR(51),
    PROTOCOL_VERSION(70),
    INSUFFICIENT_SECURITY(71),
    INTERNAL_ERROR(80),
    INAPPROPRIATE_FALLBACK(86),
    USER_CANCELED(90),
    MISSING_EXTENSION(109),
    UNSUPPORTED_EXTENSION(110),
    UNRECOGNIZED_NAME(112),
    BAD_CERTIFICATE_STATUS_RESPONSE(113),
    UNKNOWN_PSK_IDENTITY(115),
    CERTIFICATE_REQUIRED(116),
    GENERAL_ERROR(117),
    NO_APPLICATION_PROTOCOL(120),
    /// RFC 9849 11.2: the client wanted Encrypted Client Hello, and the server did not.
    ECH_REQUIRED(121);

    private final int code;

    AlertDescription(int code) {
        this.code = code;
    }

    /// The number on the wire, 0 to 255.
    public int code() {
        return code;
    }

    /// The alert with this number, or empty for a number that RFC 9846 6 does not define.
    public static Optional<AlertDescription> of(int code) {
        return Arrays.stream(values()).filter(alert -> alert.code == code).findFirst();
    }

    /// The name as the RFC writes it, for logs and metric labels: `bad_record_mac`.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
