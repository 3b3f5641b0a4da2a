package dev.postern.tls.client;

import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.extension.EchHelloRetryRequest;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.keys.EchConfirmation;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.message.ServerHello;
import dev.postern.tls.wire.Bytes;

import java.util.Arrays;
import java.util.List;

/// Whether the server read the inner hello (RFC 9849 6.1.4). Only a server that did can say so.
final class EchAcceptance {
    /// Handshake header and legacy_version stand before the random.
    private static final int RANDOM_END = 4 + 2 + ServerHello.RANDOM_BYTES;

    private EchAcceptance() {}

    /// Which of our first hellos this ServerHello answers.
    ///
    /// @param message the ServerHello as it came
    static ClientOffer answered(ClientOffer offer, ServerHello hello, byte[] message, CryptoProvider crypto) {
        if (!(offer.ech() instanceof EchOffer.Hidden hidden)) {
            return offer;
        }
        // A ServerHello with a suite that we do not have will be refused for that.
        boolean accepted = SuiteParameters.of(hello.cipherSuite()).map(parameters -> confirms(offer, hello, message,
                started(offer, parameters, crypto), crypto)).orElse(false);
        return accepted ? offer : offer.expose(hidden);
    }

    /// Which of our first hellos this HelloRetryRequest answers.
    static ClientOffer answered(ClientOffer offer, HelloRetryRequest retry, CryptoProvider crypto) {
        if (!(offer.ech() instanceof EchOffer.Hidden hidden)) {
            return offer;
        }
        // RFC 9849 6.1.4: if no extension is found, the server has rejected ECH
        boolean accepted = retry.extensions().find(EchHelloRetryRequest.class)
                .flatMap(extension -> SuiteParameters.of(retry.cipherSuite())
                        .map(parameters -> confirms(offer, retry, extension, parameters, crypto)))
                .orElse(false);
        return accepted ? offer : offer.expose(hidden);
    }

    /// A server that read our first inner hello has to read the second, too.
    ///
    /// @param transcript up to and with the second hello
    static void requireConfirmed(ClientOffer offer, ServerHello hello, byte[] message, TranscriptHash transcript,
            CryptoProvider crypto) {
        if (offer.ech() instanceof EchOffer.Hidden && !confirms(offer, hello, message, transcript, crypto)) {
            // RFC 9849 6.1.5: a ServerHello that does not also indicate ECH acceptance: illegal_parameter
            throw HelloFields.illegal("the server read the first inner ClientHello and not the second");
        }
    }

    private static boolean confirms(ClientOffer inner, ServerHello hello, byte[] message, TranscriptHash transcript,
            CryptoProvider crypto) {
        byte[] blank = message.clone();
        Arrays.fill(blank, RANDOM_END - EchConfirmation.BYTES, RANDOM_END, (byte) 0);
        byte[] expected = EchConfirmation.ofServerHello(crypto.keySchedule(transcript.hash()),
                inner.hello().random().toArray(), transcript.currentWith(blank, 0, blank.length));
        return hello.random().endsWith(Bytes.copyOf(expected));
    }

    private static boolean confirms(ClientOffer inner, HelloRetryRequest retry, EchHelloRetryRequest extension,
            SuiteParameters parameters, CryptoProvider crypto) {
        TranscriptHash transcript = TranscriptHash.startAfterRetry(crypto, parameters.hash(),
                started(inner, parameters, crypto).current());
        byte[] blank = blank(retry).toByteArray();
        return extension.confirmation().matches(EchConfirmation.ofHelloRetryRequest(
                crypto.keySchedule(transcript.hash()), inner.hello().random().toArray(),
                transcript.currentWith(blank, 0, blank.length)));
    }

    private static TranscriptHash started(ClientOffer inner, SuiteParameters parameters, CryptoProvider crypto) {
        TranscriptHash transcript = TranscriptHash.start(crypto, parameters.hash());
        transcript.update(inner.bytes());
        return transcript;
    }

    private static HelloRetryRequest blank(HelloRetryRequest retry) {
        List<Extension> extensions = retry.extensions().extensions().stream().map(
                extension -> extension instanceof EchHelloRetryRequest ? EchHelloRetryRequest.BLANK : extension)
                .toList();
        return new HelloRetryRequest(retry.legacyVersion(), retry.legacySessionIdEcho(), retry.cipherSuite(),
                retry.legacyCompressionMethod(), new ExtensionBlock(extensions));
    }
}
