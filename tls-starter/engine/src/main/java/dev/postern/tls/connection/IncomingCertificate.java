package dev.postern.tls.connection;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.certificate.DelegatedCredential;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.extension.CertificateStatus;
import dev.postern.tls.extension.CertificateStatusRequest;
import dev.postern.tls.extension.CertificateStatusWanted;
import dev.postern.tls.extension.CompressCertificate;
import dev.postern.tls.extension.DelegatedCredentialRequest;
import dev.postern.tls.extension.EncodedDelegatedCredential;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.extension.ExtensionTable;
import dev.postern.tls.extension.SignedCertificateTimestampList;
import dev.postern.tls.extension.TimestampsRequest;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.wire.WireWriter;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a peer's Certificate message says, for either end; that the peer has the key is not proved yet.
///
/// @param staples    of the leaf. Those of other certificates are read and passed over.
/// @param delegation of the leaf, or null; not checked yet
public record IncomingCertificate(KeyHolder identity, Staples staples, @Nullable DelegatedCredential delegation) {

    /// The extensions of a ClientHello or a CertificateRequest that ask for this.
    public static List<Extension> requests(CertificateExchange exchange, ExtensionPlace place) {
        List<Extension> requests = new ArrayList<>();
        if (exchange.ocspResponse()) {
            // RFC 9846 4.5.1.1: an empty status_request in a CertificateRequest, RFC 6066's in a ClientHello
            requests.add(place == ExtensionPlace.CERTIFICATE_REQUEST
                    ? new CertificateStatusWanted()
                    : CertificateStatusRequest.OCSP);
        }
        if (exchange.timestamps()) {
            requests.add(new TimestampsRequest());
        }
        if (!exchange.delegatedSchemes().isEmpty()) {
            requests.add(new DelegatedCredentialRequest(exchange.delegatedSchemes()));
        }
        if (!exchange.compressions().isEmpty()) {
            requests.add(new CompressCertificate(
                    exchange.compressions().stream().map(CertificateCompression::algorithm).toList()));
        }
        return requests;
    }

    /// @param message   with one entry at least
    /// @param type      negotiated
    /// @param requested the extensions in our ClientHello or CertificateRequest
    public static IncomingCertificate of(Certificate message, CertificateType type, Set<ExtensionType> requested) {
        for (CertificateEntry entry : message.certificateList()) {
            // RFC 9846 4.5.1: MUST correspond to ones from the ClientHello, or from the CertificateRequest
            ExtensionTable.requireSolicited(entry.extensions(), requested, ExtensionPlace.CERTIFICATE);
        }
        return new IncomingCertificate(
                KeyHolder
                        .decode(type,
                                message.certificateList().stream().map(entry -> entry.certData().toArray()).toList()),
                staples(message.certificateList().getFirst().extensions()),
                message.certificateList().getFirst().extensions().find(EncodedDelegatedCredential.class)
                        .map(IncomingCertificate::delegation).orElse(null));
    }

    private static DelegatedCredential delegation(EncodedDelegatedCredential extension) {
        try {
            return DelegatedCredential.decode(extension.encoded().toArray());
        } catch (IllegalArgumentException bad) {
            // RFC 9345 4.1.3: an invalid delegated credential: illegal_parameter
            throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                    String.valueOf(bad.getMessage()), bad);
        }
    }

    private static Staples staples(ExtensionBlock leaf) {
        return new Staples(
                leaf.find(CertificateStatus.class).map(status -> status.ocspResponse().toArray()).orElse(new byte[0]),
                leaf.find(SignedCertificateTimestampList.class).map(IncomingCertificate::serialized)
                        .orElse(new byte[0]));
    }

    private static byte[] serialized(SignedCertificateTimestampList timestamps) {
        WireWriter out = new WireWriter();
        timestamps.writeBody(out);
        return out.toByteArray();
    }
}
