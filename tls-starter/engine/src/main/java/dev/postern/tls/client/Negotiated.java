package dev.postern.tls.client;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.keys.HandshakeSecret;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.keys.TranscriptHash;

import java.util.Optional;

/// Everything that the ServerHello settled.
///
/// @param offer        the hello that was answered
/// @param psk          the ticket or external PSK that the server took
/// @param helloRetried whether it took a HelloRetryRequest
/// @param lostEarlyData what became of early data before this: [EarlyDataReason#HELLO_RETRY_REQUEST], or not offered (yet)
/// @param transcript   up to and with the last message
record Negotiated(ClientOffer offer, CipherSuite cipherSuite, NamedGroup group, Optional<OfferedPsk> psk,
        boolean helloRetried, EarlyDataReason lostEarlyData, TranscriptHash transcript, HandshakeSecret secret,
        TrafficSecret clientHandshake, TrafficSecret serverHandshake) {

    SuiteParameters parameters() {
        return SuiteParameters.of(cipherSuite).orElseThrow();
    }

    /// Whether the server took a ticket.
    boolean resumes() {
        return psk.filter(OfferedSession.class::isInstance).isPresent();
    }

    void wipe() {
        secret.destroy();
        clientHandshake.destroy();
        serverHandshake.destroy();
    }
}
