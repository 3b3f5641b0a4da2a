/// TLS 1.3 without input or output of its own: bytes in, bytes and events out.
/// Only rooms that users and neighbours need are exported; the others stay free to change.
module dev.postern.tls {
    requires org.bouncycastle.provider;
    requires static org.jspecify;
}
