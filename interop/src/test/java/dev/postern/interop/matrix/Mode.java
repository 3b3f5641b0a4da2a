package dev.postern.interop.matrix;

/// What a connection shows; the rows of the matrix.
public enum Mode {
    FULL("full handshake"),
    HELLO_RETRY_REQUEST("HelloRetryRequest"),
    CIPHER_SUITES("each cipher suite"),
    GROUPS("each group that the peer has"),
    CERTIFICATES("each certificate type that the peer has"),
    APPLICATION_PROTOCOL("ALPN"),
    SERVER_CERTIFICATE_REFUSED("untrusted server certificate refused"),
    CLIENT_CERTIFICATE_REQUESTED("client certificate requested: given, and not given"),
    CLIENT_CERTIFICATE_REQUIRED("client certificate required: given, and not given"),
    CLIENT_CERTIFICATE_REFUSED("untrusted client certificate refused"),
    RESUMED("resumed"),
    RESUMED_AFTER_RETRY("resumed after a HelloRetryRequest"),
    EARLY_DATA_ACCEPTED("0-RTT accepted"),
    EARLY_DATA_REFUSED("0-RTT refused, and the connection goes on"),
    KEY_UPDATE_BY_US("KeyUpdate by us, answered"),
    KEY_UPDATE_BY_PEER("KeyUpdate by the peer, answered"),
    EXTERNAL_PSK("external PSK"),
    ENCRYPTED_CLIENT_HELLO("Encrypted Client Hello: accepted, and refused with retry configurations"),
    CERTIFICATE_COMPRESSION("compressed certificates, of either end"),
    CLOSE_NOTIFY("close_notify both ways"),
    HTTP_1("HTTP/1.1 through the gateway"),
    HTTP_2("HTTP/2 through the gateway"),
    GATEWAY_RESUMED("resumed, through the gateway"),
    GATEWAY_EARLY_DATA_ACCEPTED("0-RTT accepted, through the gateway"),
    GATEWAY_EARLY_DATA_REFUSED("0-RTT refused, through the gateway");

    private final String sentence;

    Mode(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
