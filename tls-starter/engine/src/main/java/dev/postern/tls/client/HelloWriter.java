package dev.postern.tls.client;

import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.HelloRetryRequest;

/// Writes our ClientHellos. [ConfiguredHello] in production; a test that replays a recorded trace has its own.
interface HelloWriter {
    ClientOffer first();

    /// The answer to a HelloRetryRequest (RFC 9846 4.2.2).
    ///
    /// @param transcript the first hello's hash and the HelloRetryRequest; binders cover it
    ClientOffer second(ClientOffer first, HelloRetryRequest retry, TranscriptHash transcript);
}
