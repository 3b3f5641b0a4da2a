/// TLS 1.3 without input or output of its own: bytes in, bytes and events out.
/// Only rooms that users and neighbours need are exported; the others stay free to change.
module dev.postern.tls {
    requires org.bouncycastle.provider;
    requires static transitive org.jspecify;

    exports dev.postern.tls;
    exports dev.postern.tls.alert;
    exports dev.postern.tls.certificate;
    exports dev.postern.tls.codepoint;
    exports dev.postern.tls.config;
    exports dev.postern.tls.crypto;
    exports dev.postern.tls.crypto.spi;
    exports dev.postern.tls.earlydata;
    exports dev.postern.tls.ech;
    exports dev.postern.tls.event;
    exports dev.postern.tls.psk;
}
