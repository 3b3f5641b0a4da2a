package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// One extension, decoded. Each record has its `read` and [#writeBody] beside each other.
public sealed interface Extension
        permits ServerName, ServerNameAcknowledged, SupportedGroups, SignatureAlgorithms, SignatureAlgorithmsCert,
        ApplicationProtocols, KeyShareClientHello, KeyShareServerHello, KeyShareHelloRetryRequest, OfferedVersions,
        SelectedVersion, Cookie, PskKeyExchangeModes, OfferedPsks, SelectedPsk, EarlyDataIndication, MaxEarlyDataSize,
        CertificateAuthorities, RecordSizeLimit, TicketRequest, ExpectedTickets, OfferedCertificateTypes,
        SelectedCertificateType, EchClientHelloOuter, EchClientHelloInner, EchHelloRetryRequest,
        EchEncryptedExtensions, OuterExtensions, CertificateStatusRequest, CertificateStatusWanted, CertificateStatus,
        TimestampsRequest, SignedCertificateTimestampList, CompressCertificate, DelegatedCredentialRequest,
        EncodedDelegatedCredential, UnknownExtension {

    ExtensionType type();

    /// Writes extension_data, without its length.
    void writeBody(WireWriter out);

    default void write(WireWriter out) {
        out.u16(type().code()).vector16(this::writeBody);
    }

    /// Decodes extension_data in the form that it has in this message.
    static Extension read(ExtensionType type, ExtensionPlace place, WireReader body) {
        return switch (place) {
            case CLIENT_HELLO -> readOffer(type, body);
            case SERVER_HELLO -> switch (type.code()) {
                case 41 -> SelectedPsk.read(body);
                case 43 -> SelectedVersion.read(body);
                case 51 -> KeyShareServerHello.read(body);
                default -> UnknownExtension.read(type, body);
            };
            case HELLO_RETRY_REQUEST -> switch (type.code()) {
                case 43 -> SelectedVersion.read(body);
                case 44 -> Cookie.read(body);
                case 51 -> KeyShareHelloRetryRequest.read(body);
                case 65037 -> EchHelloRetryRequest.read(body);
                default -> UnknownExtension.read(type, body);
            };
            case ENCRYPTED_EXTENSIONS -> switch (type.code()) {
                case 0 -> new ServerNameAcknowledged();
                case 10 -> SupportedGroups.read(body);
                case 16 -> ApplicationProtocols.read(body);
                case 19, 20 -> SelectedCertificateType.read(type, body);
                case 28 -> RecordSizeLimit.read(body);
                case 42 -> new EarlyDataIndication();
                case 58 -> ExpectedTickets.read(body);
                case 65037 -> EchEncryptedExtensions.read(body);
                default -> UnknownExtension.read(type, body);
            };
            case CERTIFICATE_REQUEST -> switch (type.code()) {
                case 5 -> new CertificateStatusWanted();
                case 13 -> SignatureAlgorithms.read(body);
                case 18 -> new TimestampsRequest();
                case 27 -> CompressCertificate.read(body);
                case 34 -> DelegatedCredentialRequest.read(body);
                case 47 -> CertificateAuthorities.read(body);
                case 50 -> SignatureAlgorithmsCert.read(body);
                default -> UnknownExtension.read(type, body);
            };
            case CERTIFICATE -> switch (type.code()) {
                case 5 -> CertificateStatus.read(body);
                case 18 -> SignedCertificateTimestampList.read(body);
                case 34 -> EncodedDelegatedCredential.read(body);
                default -> UnknownExtension.read(type, body);
            };
            case NEW_SESSION_TICKET -> type.equals(ExtensionType.EARLY_DATA)
                    ? MaxEarlyDataSize.read(body)
                    : UnknownExtension.read(type, body);
        };
    }

    private static Extension readOffer(ExtensionType type, WireReader body) {
        return switch (type.code()) {
            case 0 -> ServerName.read(body);
            case 5 -> CertificateStatusRequest.read(body);
            case 10 -> SupportedGroups.read(body);
            case 13 -> SignatureAlgorithms.read(body);
            case 16 -> ApplicationProtocols.read(body);
            case 18 -> new TimestampsRequest();
            case 19, 20 -> OfferedCertificateTypes.read(type, body);
            case 27 -> CompressCertificate.read(body);
            case 28 -> RecordSizeLimit.read(body);
            case 34 -> DelegatedCredentialRequest.read(body);
            case 41 -> OfferedPsks.read(body);
            case 42 -> new EarlyDataIndication();
            case 43 -> OfferedVersions.read(body);
            case 44 -> Cookie.read(body);
            case 45 -> PskKeyExchangeModes.read(body);
            case 47 -> CertificateAuthorities.read(body);
            case 50 -> SignatureAlgorithmsCert.read(body);
            case 51 -> KeyShareClientHello.read(body);
            case 58 -> TicketRequest.read(body);
            case 65037 -> EchClientHelloOuter.readEither(body);
            default -> UnknownExtension.read(type, body);
        };
    }
}
