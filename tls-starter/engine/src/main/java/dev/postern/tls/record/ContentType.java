package dev.postern.tls.record;

/// The content types of RFC 9846 5.1.
enum ContentType {
    CHANGE_CIPHER_SPEC(20),
    ALERT(21),
    HANDSHAKE(22),
    APPLICATION_DATA(23);

    final int code;

    ContentType(int code) {
        this.code = code;
    }
}
