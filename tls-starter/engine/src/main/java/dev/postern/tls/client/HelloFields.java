package dev.postern.tls.client;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.SelectedVersion;
import dev.postern.tls.wire.Bytes;

/// What ServerHello and HelloRetryRequest have in common, and how a client judges it (RFC 9846 4.2.3, 4.2.4).
record HelloFields(ProtocolVersion legacyVersion, Bytes legacySessionIdEcho, CipherSuite cipherSuite,
        int legacyCompressionMethod, ExtensionBlock extensions) {

    void requireFit(ClientOffer offer) {
        requireTls13();
        if (!legacySessionIdEcho.equals(offer.hello().legacySessionId())) {
            // RFC 9846 4.2.3: legacy_session_id_echo that does not match: illegal_parameter
            throw illegal("the server echoes another session id");
        }
        if (legacyCompressionMethod != 0) {
            // RFC 9846 4.2.3: any other value than 0: illegal_parameter
            throw illegal("the server compresses");
        }
        if (!offer.offers(cipherSuite)) {
            // RFC 9846 4.2.3: a cipher suite that was not offered: illegal_parameter
            throw illegal("the server chose " + cipherSuite + ", which we did not offer");
        }
    }

    private void requireTls13() {
        ProtocolVersion selected = extensions.find(SelectedVersion.class).map(SelectedVersion::version)
                .orElse(legacyVersion);
        if (extensions.find(SelectedVersion.class).isEmpty()) {
            // RFC 9846 E.1: a version that is not supported: protocol_version; E.3: also where early data was sent
            throw new TlsAlert(AlertDescription.PROTOCOL_VERSION, Fault.PEER_INCOMPATIBLE,
                    "the server speaks " + selected + " at most");
        }
        if (!selected.equals(ProtocolVersion.TLS_1_3)) {
            // RFC 9846 4.3.1: a version not offered by the client: illegal_parameter
            throw illegal("the server selected " + selected);
        }
        if (!legacyVersion.equals(ProtocolVersion.TLS_1_2)) {
            // RFC 9846 4.2.3: a TLS 1.3 ServerHello with a legacy_version not equal to 0x0303: protocol_version
            throw new TlsAlert(AlertDescription.PROTOCOL_VERSION, Fault.PEER_MISBEHAVED,
                    "the server's legacy_version is " + legacyVersion);
        }
    }

    static TlsAlert illegal(String sentence) {
        return new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED, sentence);
    }
}
