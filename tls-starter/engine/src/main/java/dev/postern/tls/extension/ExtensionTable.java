package dev.postern.tls.extension;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;

import java.util.EnumSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

import static dev.postern.tls.extension.ExtensionPlace.CERTIFICATE;
import static dev.postern.tls.extension.ExtensionPlace.CERTIFICATE_REQUEST;
import static dev.postern.tls.extension.ExtensionPlace.CLIENT_HELLO;
import static dev.postern.tls.extension.ExtensionPlace.ENCRYPTED_EXTENSIONS;
import static dev.postern.tls.extension.ExtensionPlace.HELLO_RETRY_REQUEST;
import static dev.postern.tls.extension.ExtensionPlace.NEW_SESSION_TICKET;
import static dev.postern.tls.extension.ExtensionPlace.SERVER_HELLO;
import static java.util.Map.entry;

/// Where each extension may stand: the table of RFC 9846 4.3, row by row.
public final class ExtensionTable {
    private static final Map<ExtensionType, Set<ExtensionPlace>> ROWS = Map.ofEntries(
            row(ExtensionType.SERVER_NAME, CLIENT_HELLO, ENCRYPTED_EXTENSIONS, CERTIFICATE_REQUEST),
            // RFC 9846 4.5.1.1: stapled in Certificate; status_request_v2 has no row, for it is neither acted upon nor sent
            row(ExtensionType.STATUS_REQUEST, CLIENT_HELLO, CERTIFICATE_REQUEST, CERTIFICATE),
            row(ExtensionType.SUPPORTED_GROUPS, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            row(ExtensionType.SIGNATURE_ALGORITHMS, CLIENT_HELLO, CERTIFICATE_REQUEST),
            row(ExtensionType.USE_SRTP, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            row(ExtensionType.HEARTBEAT, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            row(ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            // From RFC 6962, and named in RFC 9846 4.5.1 though its table lists only the successor, transparency_info
            row(ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP, CLIENT_HELLO, CERTIFICATE_REQUEST, CERTIFICATE),
            row(ExtensionType.CLIENT_CERTIFICATE_TYPE, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            row(ExtensionType.SERVER_CERTIFICATE_TYPE, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            row(ExtensionType.PADDING, CLIENT_HELLO),
            row(ExtensionType.COMPRESS_CERTIFICATE, CLIENT_HELLO, CERTIFICATE_REQUEST),
            row(ExtensionType.RECORD_SIZE_LIMIT, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            row(ExtensionType.DELEGATED_CREDENTIAL, CLIENT_HELLO, CERTIFICATE_REQUEST, CERTIFICATE),
            row(ExtensionType.SUPPORTED_EKT_CIPHERS, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            row(ExtensionType.PRE_SHARED_KEY, CLIENT_HELLO, SERVER_HELLO),
            row(ExtensionType.EARLY_DATA, CLIENT_HELLO, ENCRYPTED_EXTENSIONS, NEW_SESSION_TICKET),
            row(ExtensionType.SUPPORTED_VERSIONS, CLIENT_HELLO, SERVER_HELLO, HELLO_RETRY_REQUEST),
            row(ExtensionType.COOKIE, CLIENT_HELLO, HELLO_RETRY_REQUEST),
            row(ExtensionType.PSK_KEY_EXCHANGE_MODES, CLIENT_HELLO),
            row(ExtensionType.CERTIFICATE_AUTHORITIES, CLIENT_HELLO, CERTIFICATE_REQUEST),
            // RFC 9846 4.3.5: MUST only be sent in the CertificateRequest message
            row(ExtensionType.OID_FILTERS, CERTIFICATE_REQUEST),
            // RFC 9846 4.3.6: servers MUST NOT send this extension; ours asks for no certificate after the handshake
            row(ExtensionType.POST_HANDSHAKE_AUTH, CLIENT_HELLO),
            row(ExtensionType.SIGNATURE_ALGORITHMS_CERT, CLIENT_HELLO, CERTIFICATE_REQUEST),
            row(ExtensionType.KEY_SHARE, CLIENT_HELLO, SERVER_HELLO, HELLO_RETRY_REQUEST),
            row(ExtensionType.TRANSPARENCY_INFO, CLIENT_HELLO, CERTIFICATE_REQUEST, CERTIFICATE),
            row(ExtensionType.EXTERNAL_ID_HASH, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            row(ExtensionType.EXTERNAL_SESSION_ID, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            row(ExtensionType.QUIC_TRANSPORT_PARAMETERS, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            row(ExtensionType.TICKET_REQUEST, CLIENT_HELLO, ENCRYPTED_EXTENSIONS),
            row(ExtensionType.ECH_OUTER_EXTENSIONS, CLIENT_HELLO),
            row(ExtensionType.ENCRYPTED_CLIENT_HELLO, CLIENT_HELLO, HELLO_RETRY_REQUEST, ENCRYPTED_EXTENSIONS));

    private ExtensionTable() {}

    // RFC 9846 9.3: all unrecognized extensions are ignored, by a server in ClientHello, by a client in CertificateRequest and tickets
    /// Whether the type may stand there. A type without a row may stand anywhere: whoever does not know it ignores it, or never asked.
    public static boolean allows(ExtensionType type, ExtensionPlace place) {
        Set<ExtensionPlace> places = ROWS.get(type);
        return places == null || places.contains(place);
    }

    /// Refuses an extension that stands where the table has no entry for it.
    static void requirePlace(ExtensionType type, ExtensionPlace place) {
        if (!allows(type, place)) {
            // RFC 9846 4.3: an extension not specified for the message in which it appears: illegal_parameter
            throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                    type + " must not stand in " + place);
        }
    }

    /// Refuses a response to a request that was never made.
    ///
    /// @param requested the types in our ClientHello, or in our CertificateRequest for a client's Certificate
    public static void requireSolicited(ExtensionBlock response, Set<ExtensionType> requested, ExtensionPlace place) {
        for (Extension extension : response.extensions()) {
            ExtensionType type = extension.type();
            boolean exempt = place == HELLO_RETRY_REQUEST && type.equals(ExtensionType.COOKIE);
            if (!exempt && !requested.contains(type)) {
                // RFC 9846 4.3: a response without its request: unsupported_extension; the cookie is the one exception
                throw new TlsAlert(AlertDescription.UNSUPPORTED_EXTENSION, Fault.PEER_MISBEHAVED,
                        type + " in " + place + " answers nothing that we sent");
            }
        }
    }

    private static Entry<ExtensionType, Set<ExtensionPlace>> row(ExtensionType type, ExtensionPlace first,
            ExtensionPlace... others) {
        return entry(type, EnumSet.of(first, others));
    }
}
