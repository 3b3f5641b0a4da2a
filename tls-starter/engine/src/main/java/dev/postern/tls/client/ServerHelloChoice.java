package dev.postern.tls.client;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.extension.ExtensionTable;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.KeyShareServerHello;
import dev.postern.tls.extension.SelectedPsk;
import dev.postern.tls.extension.SelectedVersion;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.ServerHello;

import java.util.Optional;

/// What the server chose from our offer (RFC 9846 4.2.3).
///
/// @param share       the one of ours that it answered
/// @param serverShare its own
/// @param psk         the one it took, or empty for a full handshake
record ServerHelloChoice(CipherSuite cipherSuite, OfferedShare share, KeyShareEntry serverShare,
        Optional<OfferedPsk> psk) {

    /// @throws TlsAlert for whatever we did not offer
    static ServerHelloChoice of(ServerHello hello, ClientOffer offer) {
        requireNoDowngrade(hello);
        new HelloFields(hello.legacyVersion(), hello.legacySessionIdEcho(), hello.cipherSuite(),
                hello.legacyCompressionMethod(), hello.extensions()).requireFit(offer);
        ExtensionTable.requireSolicited(hello.extensions(), offer.requests(), ExtensionPlace.SERVER_HELLO);
        Optional<OfferedPsk> psk = psk(hello, offer);
        KeyShareEntry serverShare = serverShare(hello, psk.isPresent());
        OfferedShare share = offer.share(serverShare.group())
                // RFC 9846 4.3.8: MUST be in the same group as the KeyShareEntry value offered by the client
                .orElseThrow(() -> HelloFields
                        .illegal("the server answers a share for " + serverShare.group() + ", which we did not send"));
        return new ServerHelloChoice(hello.cipherSuite(), share, serverShare, psk);
    }

    /// Of the hash that the server chose; empty yet.
    TranscriptHash startTranscript(CryptoProvider crypto) {
        return TranscriptHash.start(crypto, SuiteParameters.of(cipherSuite).orElseThrow().hash());
    }

    void requirePsk() {
        if (psk.isEmpty()) {
            // RFC 9846 4.3.3: we sent no signature_algorithms, so there is nothing that a certificate could be good for
            throw new TlsAlert(AlertDescription.MISSING_EXTENSION, Fault.PEER_INCOMPATIBLE,
                    "the server took none of our PSKs");
        }
    }

    private static void requireNoDowngrade(ServerHello hello) {
        boolean marked = hello.random().endsWith(ServerHello.DOWNGRADE_TO_TLS_1_2)
                || hello.random().endsWith(ServerHello.DOWNGRADE_BELOW_TLS_1_2);
        if (marked && hello.extensions().find(SelectedVersion.class).isEmpty()) {
            // RFC 9846 4.2.3: the server could do TLS 1.3 and was told that we cannot: somebody sits between
            throw HelloFields.illegal("the server was led to an older version: a downgrade attack");
        }
    }

    private static Optional<OfferedPsk> psk(ServerHello hello, ClientOffer offer) {
        Optional<SelectedPsk> selected = hello.extensions().find(SelectedPsk.class);
        if (selected.isEmpty()) {
            return Optional.empty();
        }
        int index = selected.get().selectedIdentity();
        if (index >= offer.psks().size()) {
            // RFC 9846 4.3.11: selected_identity MUST be within the range supplied by the client
            throw HelloFields.illegal("the server selected PSK " + index + " of " + offer.psks().size());
        }
        OfferedPsk psk = offer.psks().get(index);
        if (psk.hash() != SuiteParameters.of(hello.cipherSuite()).orElseThrow().hash()) {
            // RFC 9846 4.3.11: MUST verify that the server selected a cipher suite with the Hash of the PSK
            throw HelloFields.illegal("the selected PSK does not belong to the hash of " + hello.cipherSuite());
        }
        return Optional.of(psk);
    }

    private static KeyShareEntry serverShare(ServerHello hello, boolean withPsk) {
        Optional<KeyShareServerHello> share = hello.extensions().find(KeyShareServerHello.class);
        if (share.isEmpty() && withPsk) {
            // RFC 9846 4.3.11: key_share MUST be there if psk_key_exchange_modes required it; we never offer psk_ke
            throw HelloFields.illegal("the server left the key exchange out");
        }
        // Without PSK and key exchange, the keys would come from nothing (CVE-2023-3724).
        return share.map(KeyShareServerHello::serverShare)
                .orElseThrow(() -> new TlsAlert(AlertDescription.MISSING_EXTENSION, Fault.PEER_MISBEHAVED,
                        "the ServerHello has neither key_share nor pre_shared_key"));
    }
}
