package dev.postern.tls.server;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.extension.Cookie;
import dev.postern.tls.extension.EchHelloRetryRequest;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.KeyShareHelloRetryRequest;
import dev.postern.tls.extension.SelectedVersion;
import dev.postern.tls.keys.EchConfirmation;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.wire.Bytes;

import java.util.ArrayList;
import java.util.List;

/// Our HelloRetryRequest (RFC 9846 4.2.4), and the transcript that goes on from it.
///
/// @param message        the request as sent
/// @param firstHelloHash of the first hello; empty when the client carries it for us in the cookie
record HelloRetry(byte[] message, byte[] firstHelloHash) {

    /// @param cookieKey empty to remember the hash ourselves
    static HelloRetry of(ReceivedHello first, CipherSuite suite, NamedGroup group, byte[] cookieKey,
            CryptoProvider crypto) {
        TranscriptHash transcript = TranscriptHash.start(crypto, hashOf(suite));
        transcript.update(first.bytes());
        byte[] hash = transcript.current();
        List<Extension> extensions = new ArrayList<>();
        extensions.add(new SelectedVersion(ProtocolVersion.TLS_1_3));
        extensions.add(new KeyShareHelloRetryRequest(group));
        boolean stateless = cookieKey.length > 0;
        if (stateless) {
            byte[] cookie = new RetryCookie(suite, group, hash).seal(cookieKey,
                    crypto.keySchedule(HashAlgorithm.SHA256));
            extensions.add(new Cookie(Bytes.copyOf(cookie)));
        }
        if (first.ech().isToConfirm()) {
            byte[] blank = message(first, suite, extensions, EchHelloRetryRequest.BLANK);
            TranscriptHash unconfirmed = TranscriptHash.startAfterRetry(crypto, hashOf(suite), hash);
            byte[] confirmation = EchConfirmation.ofHelloRetryRequest(crypto.keySchedule(hashOf(suite)),
                    first.random(), unconfirmed.currentWith(blank, 0, blank.length));
            extensions.add(new EchHelloRetryRequest(Bytes.copyOf(confirmation)));
        }
        return new HelloRetry(message(first, suite, extensions), stateless ? new byte[0] : hash);
    }

    private static byte[] message(ReceivedHello first, CipherSuite suite, List<Extension> extensions,
            Extension... more) {
        List<Extension> all = new ArrayList<>(extensions);
        all.addAll(List.of(more));
        return new HelloRetryRequest(ProtocolVersion.TLS_1_2, first.message().legacySessionId(), suite, 0,
                new ExtensionBlock(all)).toByteArray();
    }

    /// The transcript before the second hello.
    ///
    /// @throws dev.postern.tls.alert.TlsAlert `illegal_parameter` when the second hello does not bring our cookie back
    TranscriptHash transcript(ReceivedHello second, CipherSuite suite, NamedGroup group, byte[] cookieKey,
            CryptoProvider crypto) {
        byte[] hash = firstHelloHash.length > 0 ? firstHelloHash : fromCookie(second, suite, group, cookieKey, crypto);
        TranscriptHash transcript = TranscriptHash.startAfterRetry(crypto, hashOf(suite), hash);
        transcript.update(message);
        return transcript;
    }

    private static HashAlgorithm hashOf(CipherSuite suite) {
        return SuiteParameters.of(suite).orElseThrow().hash();
    }

    private static byte[] fromCookie(ReceivedHello second, CipherSuite suite, NamedGroup group, byte[] cookieKey,
            CryptoProvider crypto) {
        // RFC 9846 4.3.2: the client MUST copy the contents of the cookie extension into the new ClientHello
        return second.message().extensions().find(Cookie.class)
                .flatMap(cookie -> RetryCookie.open(cookie.cookie().toArray(), cookieKey,
                        crypto.keySchedule(HashAlgorithm.SHA256)))
                .filter(cookie -> cookie.cipherSuite().equals(suite) && cookie.group().equals(group))
                .map(RetryCookie::firstHelloHash)
                .orElseThrow(() -> HelloChecks.illegal("the second ClientHello does not bring our cookie back"));
    }
}
