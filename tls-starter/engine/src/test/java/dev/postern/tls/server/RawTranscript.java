package dev.postern.tls.server;

import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.keys.TranscriptHash;

import java.util.ArrayList;
import java.util.List;

/// The messages of a [RawClient]'s handshake, sent and received, in their order.
final class RawTranscript {
    private final CryptoProvider crypto;
    private final List<byte[]> messages = new ArrayList<>();
    private byte[] firstHello = {};
    private byte[] retryRequest = {};

    RawTranscript(CryptoProvider crypto) {
        this.crypto = crypto;
    }

    void add(byte[] message) {
        messages.add(message);
    }

    /// The first hello stands in it as its hash from now on, with the HelloRetryRequest behind it.
    void retry(byte[] request) {
        firstHello = messages.getFirst();
        messages.clear();
        retryRequest = request;
    }

    TranscriptHash with(HashAlgorithm hash) {
        TranscriptHash transcript = TranscriptHash.start(crypto, hash);
        if (retryRequest.length > 0) {
            transcript.update(firstHello);
            transcript = TranscriptHash.startAfterRetry(crypto, hash, transcript.current());
            transcript.update(retryRequest);
        }
        messages.forEach(transcript::update);
        return transcript;
    }
}
