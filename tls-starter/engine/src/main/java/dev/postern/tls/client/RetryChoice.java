package dev.postern.tls.client;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.extension.Cookie;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.extension.ExtensionTable;
import dev.postern.tls.extension.KeyShareHelloRetryRequest;
import dev.postern.tls.message.HelloRetryRequest;

import java.util.Optional;

/// What a HelloRetryRequest settles (RFC 9846 4.2.4).
///
/// @param cipherSuite the ServerHello must choose it again
record RetryChoice(CipherSuite cipherSuite) {

    static RetryChoice of(HelloRetryRequest retry, ClientOffer offer) {
        new HelloFields(retry.legacyVersion(), retry.legacySessionIdEcho(), retry.cipherSuite(),
                retry.legacyCompressionMethod(), retry.extensions()).requireFit(offer);
        ExtensionTable.requireSolicited(retry.extensions(), offer.requests(), ExtensionPlace.HELLO_RETRY_REQUEST);
        Optional<NamedGroup> group = retry.extensions().find(KeyShareHelloRetryRequest.class)
                .map(KeyShareHelloRetryRequest::selectedGroup);
        if (group.isEmpty() && retry.extensions().find(Cookie.class).isEmpty()) {
            // RFC 9846 4.2.4: if it would not result in any change in the ClientHello: illegal_parameter
            throw HelloFields.illegal("the HelloRetryRequest changes nothing");
        }
        group.ifPresent(asked -> requireNew(asked, offer));
        return new RetryChoice(retry.cipherSuite());
    }

    private static void requireNew(NamedGroup group, ClientOffer offer) {
        if (!offer.offers(group)) {
            // RFC 9846 4.3.8: a group which was provided in the supported_groups extension
            throw HelloFields.illegal("the server asks for a share of " + group + ", which we did not offer");
        }
        if (offer.share(group).isPresent()) {
            // RFC 9846 4.3.8: not a group which was provided in the key_share extension
            throw HelloFields.illegal("the server asks for a share of " + group + ", which it has");
        }
    }
}
