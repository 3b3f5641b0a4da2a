package dev.postern.tls.client;

import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.psk.ClientSession;

/// A ticket that we offered. Its PSK is used up: what is left of it is the early secret, for this connection alone.
record OfferedSession(ClientSession session, EarlySecret earlySecret) {

    /// The hash of the connection that issued the ticket; a PSK is never used with another (RFC 9846 4.3.11).
    HashAlgorithm hash() {
        return SuiteParameters.of(session.cipherSuite()).orElseThrow().hash();
    }
}
