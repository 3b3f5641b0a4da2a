package dev.postern.tls.crypto.spi;

/// One group as a KEM: a client generates, a server encapsulates to the share it got, the client decapsulates. Diffie-Hellman fits the
/// same shape, and the hybrids of RFC 10024 need it.
public interface KeyExchange {
    /// A fresh key pair of a client. RFC 9846 4.3.8: key shares are never used for more than one connection.
    Generated generate();

    /// A server's answer to a client's share. This default is Diffie-Hellman: a key pair of our own and the same computation.
    ///
    /// @throws dev.postern.tls.alert.TlsAlert `illegal_parameter` when the share has a wrong length, is not on the curve, or leads to
    ///     the all-zero secret
    default Encapsulated encapsulate(byte[] peerShare) {
        Generated own = generate();
        try {
            return new Encapsulated(own.share(), own.decapsulate(peerShare));
        } finally {
            own.destroy();
        }
    }

    /// A client's half, kept until ServerHello.
    interface Generated {
        /// The key_exchange bytes that go on the wire.
        byte[] share();

        /// The shared secret. @throws dev.postern.tls.alert.TlsAlert as [KeyExchange#encapsulate]
        Secret decapsulate(byte[] peerShare);

        void destroy();
    }

    /// @param share the key_exchange bytes for the client
    record Encapsulated(byte[] share, Secret secret) {}
}
