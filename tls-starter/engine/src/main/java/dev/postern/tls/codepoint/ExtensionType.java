package dev.postern.tls.codepoint;

/// The type of an extension (RFC 9846 4.3). Which of them may stand where is `ExtensionTable`'s question.
///
/// @param code the two bytes on the wire
public record ExtensionType(int code) {
    public static final ExtensionType SERVER_NAME = new ExtensionType(0);
    public static final ExtensionType STATUS_REQUEST = new ExtensionType(5);
    public static final ExtensionType SUPPORTED_GROUPS = new ExtensionType(10);
    /// Of TLS 1.2 (RFC 8422 5.1.2); clients that still speak it send it.
    public static final ExtensionType EC_POINT_FORMATS = new ExtensionType(11);
    public static final ExtensionType SIGNATURE_ALGORITHMS = new ExtensionType(13);
    public static final ExtensionType USE_SRTP = new ExtensionType(14);
    public static final ExtensionType HEARTBEAT = new ExtensionType(15);
    public static final ExtensionType APPLICATION_LAYER_PROTOCOL_NEGOTIATION = new ExtensionType(16);
    /// RFC 6962; RFC 9846 4.5.1 lets it stand in a CertificateEntry.
    public static final ExtensionType SIGNED_CERTIFICATE_TIMESTAMP = new ExtensionType(18);
    public static final ExtensionType CLIENT_CERTIFICATE_TYPE = new ExtensionType(19);
    public static final ExtensionType SERVER_CERTIFICATE_TYPE = new ExtensionType(20);
    public static final ExtensionType PADDING = new ExtensionType(21);
    public static final ExtensionType COMPRESS_CERTIFICATE = new ExtensionType(27);
    public static final ExtensionType RECORD_SIZE_LIMIT = new ExtensionType(28);
    public static final ExtensionType DELEGATED_CREDENTIAL = new ExtensionType(34);
    public static final ExtensionType SUPPORTED_EKT_CIPHERS = new ExtensionType(39);
    public static final ExtensionType PRE_SHARED_KEY = new ExtensionType(41);
    public static final ExtensionType EARLY_DATA = new ExtensionType(42);
    public static final ExtensionType SUPPORTED_VERSIONS = new ExtensionType(43);
    public static final ExtensionType COOKIE = new ExtensionType(44);
    public static final ExtensionType PSK_KEY_EXCHANGE_MODES = new ExtensionType(45);
    public static final ExtensionType CERTIFICATE_AUTHORITIES = new ExtensionType(47);
    public static final ExtensionType OID_FILTERS = new ExtensionType(48);
    public static final ExtensionType POST_HANDSHAKE_AUTH = new ExtensionType(49);
    public static final ExtensionType SIGNATURE_ALGORITHMS_CERT = new ExtensionType(50);
    public static final ExtensionType KEY_SHARE = new ExtensionType(51);
    public static final ExtensionType TRANSPARENCY_INFO = new ExtensionType(52);
    public static final ExtensionType EXTERNAL_ID_HASH = new ExtensionType(55);
    public static final ExtensionType EXTERNAL_SESSION_ID = new ExtensionType(56);
    public static final ExtensionType QUIC_TRANSPORT_PARAMETERS = new ExtensionType(57);
    public static final ExtensionType TICKET_REQUEST = new ExtensionType(58);
    public static final ExtensionType ECH_OUTER_EXTENSIONS = new ExtensionType(64768);
    public static final ExtensionType ENCRYPTED_CLIENT_HELLO = new ExtensionType(65037);

    public ExtensionType {
        CodePoint.requireTwoBytes("an extension type", code);
    }

    @Override
    public String toString() {
        return switch (code) {
            case 0 -> "server_name";
            case 5 -> "status_request";
            case 10 -> "supported_groups";
            case 11 -> "ec_point_formats";
            case 13 -> "signature_algorithms";
            case 14 -> "use_srtp";
            case 15 -> "heartbeat";
            case 16 -> "application_layer_protocol_negotiation";
            case 18 -> "signed_certificate_timestamp";
            case 19 -> "client_certificate_type";
            case 20 -> "server_certificate_type";
            case 21 -> "padding";
            case 27 -> "compress_certificate";
            case 28 -> "record_size_limit";
            case 34 -> "delegated_credential";
            case 39 -> "supported_ekt_ciphers";
            case 41 -> "pre_shared_key";
            case 42 -> "early_data";
            case 43 -> "supported_versions";
            case 44 -> "cookie";
            case 45 -> "psk_key_exchange_modes";
            case 47 -> "certificate_authorities";
            case 48 -> "oid_filters";
            case 49 -> "post_handshake_auth";
            case 50 -> "signature_algorithms_cert";
            case 51 -> "key_share";
            case 52 -> "transparency_info";
            case 55 -> "external_id_hash";
            case 56 -> "external_session_id";
            case 57 -> "quic_transport_parameters";
            case 58 -> "ticket_request";
            case 64768 -> "ech_outer_extensions";
            case 65037 -> "encrypted_client_hello";
            default -> CodePoint.hexTwoBytes(code);
        };
    }
}
