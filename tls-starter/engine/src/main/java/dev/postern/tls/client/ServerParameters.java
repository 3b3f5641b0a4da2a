package dev.postern.tls.client;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.EarlyDataIndication;
import dev.postern.tls.extension.EchEncryptedExtensions;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.extension.ExtensionTable;
import dev.postern.tls.extension.RecordSizeLimit;
import dev.postern.tls.extension.SelectedCertificateType;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.wire.WireReader;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What EncryptedExtensions say (RFC 9846 4.4.1).
///
/// @param protocol  ALPN, or null
/// @param serverCertificateType of the Certificate to come, if one comes
/// @param clientCertificateType of ours, if the server asks for it
/// @param earlyData [EarlyDataReason#ACCEPTED], or why not
/// @param retryConfigs for the next Encrypted Client Hello, since this one was refused; or null
record ServerParameters(Negotiated negotiated, @Nullable String protocol, CertificateType serverCertificateType,
        CertificateType clientCertificateType, EarlyDataReason earlyData, @Nullable EchConfigList retryConfigs) {

    private static final int LARGEST_RECORD_SIZE_LIMIT = (1 << 14) + 1;

    static ServerParameters of(EncryptedExtensions message, Negotiated negotiated) {
        ExtensionBlock extensions = message.extensions();
        ExtensionTable.requireSolicited(extensions, negotiated.offer().requests(),
                ExtensionPlace.ENCRYPTED_EXTENSIONS);
        String protocol = protocol(extensions, negotiated.offer());
        boolean accepted = extensions.find(EarlyDataIndication.class).isPresent();
        if (accepted) {
            requireEarlyDataFits(negotiated, protocol);
        }
        return new ServerParameters(negotiated, protocol, serverCertificateType(extensions, negotiated),
                certificateType(extensions, negotiated.offer(), ExtensionType.CLIENT_CERTIFICATE_TYPE),
                earlyData(negotiated, accepted), retryConfigs(extensions, negotiated.offer()));
    }

    /// What the server takes in one record, if it said so in answer to us.
    static OptionalInt recordSizeLimit(EncryptedExtensions message) {
        Optional<RecordSizeLimit> limit = message.extensions().find(RecordSizeLimit.class);
        if (limit.isEmpty()) {
            return OptionalInt.empty();
        }
        int bytes = limit.get().bytes();
        if (bytes > LARGEST_RECORD_SIZE_LIMIT) {
            // RFC 8449 4: a client MAY abort with illegal_parameter if the value is greater than the protocol permits
            throw HelloFields.illegal("the server takes records of " + bytes + " bytes, more than there are");
        }
        return OptionalInt.of(bytes);
    }

    private static CertificateType serverCertificateType(ExtensionBlock extensions, Negotiated negotiated) {
        CertificateType type = certificateType(extensions, negotiated.offer(), ExtensionType.SERVER_CERTIFICATE_TYPE);
        if (negotiated.psk().isEmpty()
                && !negotiated.offer().certificateTypes(ExtensionType.SERVER_CERTIFICATE_TYPE).contains(type)) {
            // RFC 9846 4.5.1: not negotiated means X.509, which a client that insists on raw public keys does not take
            throw new TlsAlert(AlertDescription.UNSUPPORTED_CERTIFICATE, Fault.PEER_INCOMPATIBLE,
                    "the server has an X.509 certificate, and we did not offer to take one");
        }
        return type;
    }

    private static CertificateType certificateType(ExtensionBlock extensions, ClientOffer offer, ExtensionType which) {
        Optional<CertificateType> chosen = SelectedCertificateType.in(extensions, which);
        if (chosen.isPresent() && !offer.certificateTypes(which).contains(chosen.get())) {
            // RFC 7250 4.2: the server selects one from the client's list
            throw HelloFields
                    .illegal("the server chose the certificate type " + chosen.get() + ", which we did not offer");
        }
        return chosen.orElse(CertificateType.X509);
    }

    private static @Nullable EchConfigList retryConfigs(ExtensionBlock extensions, ClientOffer offer) {
        Optional<EchEncryptedExtensions> answer = extensions.find(EchEncryptedExtensions.class);
        if (answer.isEmpty()) {
            return null;
        }
        if (offer.ech() instanceof EchOffer.Hidden) {
            // RFC 9849 5: in response to the inner variant, the client MUST abort with unsupported_extension
            throw new TlsAlert(AlertDescription.UNSUPPORTED_EXTENSION, Fault.PEER_MISBEHAVED,
                    "the server accepts Encrypted Client Hello and sends retry configurations");
        }
        // RFC 9849 6.2: the client MUST check the extension syntactically, and MUST NOT save it when it sent GREASE
        EchConfigList configs = EchConfigList.ofPeer(answer.get().retryConfigs().toArray());
        return offer.isExposed() ? configs : null;
    }

    private static EarlyDataReason earlyData(Negotiated negotiated, boolean accepted) {
        if (accepted) {
            return EarlyDataReason.ACCEPTED;
        }
        return negotiated.offer().offersEarlyData() ? EarlyDataReason.PEER_DECLINED : negotiated.lostEarlyData();
    }

    private static @Nullable String protocol(ExtensionBlock extensions, ClientOffer offer) {
        Optional<ApplicationProtocols> answer = extensions.find(ApplicationProtocols.class);
        if (answer.isEmpty()) {
            return null;
        }
        List<String> protocols = answer.get().protocols();
        if (protocols.size() != 1) {
            // RFC 7301 3.1: MUST contain exactly one ProtocolName
            throw WireReader.malformed("the server chose " + protocols.size() + " application protocols");
        }
        if (!offer.offersProtocol(protocols.getFirst())) {
            throw HelloFields.illegal("the server chose an application protocol that we did not offer");
        }
        return protocols.getFirst();
    }

    private static void requireEarlyDataFits(Negotiated negotiated, @Nullable String protocol) {
        Optional<OfferedPsk> psk = negotiated.psk();
        if (psk.isEmpty() || !psk.get().equals(negotiated.offer().psks().getFirst())
                || !(psk.get() instanceof OfferedSession(var issued, var _))) {
            // RFC 9846 4.3.11: with early_data, the client MUST verify that selected_identity is 0
            throw HelloFields.illegal("the server accepts early data under another PSK than its own");
        }
        if (!issued.cipherSuite().equals(negotiated.cipherSuite())) {
            // RFC 9846 4.3.10: the selected cipher suite MUST be the same as that associated with the PSK
            throw HelloFields.illegal("the server accepts early data under " + negotiated.cipherSuite());
        }
        if (!Optional.ofNullable(issued.applicationProtocol()).equals(Optional.ofNullable(protocol))) {
            // RFC 9846 4.3.10: so MUST be the selected ALPN protocol, if any
            throw HelloFields.illegal("the server accepts early data under another application protocol");
        }
    }
}
