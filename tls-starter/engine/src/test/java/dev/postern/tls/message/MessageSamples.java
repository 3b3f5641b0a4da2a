package dev.postern.tls.message;

import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.PskKeyExchangeMode;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.CertificateAuthorities;
import dev.postern.tls.extension.CertificateStatus;
import dev.postern.tls.extension.CertificateStatusRequest;
import dev.postern.tls.extension.CertificateStatusWanted;
import dev.postern.tls.extension.CompressCertificate;
import dev.postern.tls.extension.Cookie;
import dev.postern.tls.extension.EarlyDataIndication;
import dev.postern.tls.extension.EchClientHelloInner;
import dev.postern.tls.extension.EchClientHelloOuter;
import dev.postern.tls.extension.EchEncryptedExtensions;
import dev.postern.tls.extension.EchHelloRetryRequest;
import dev.postern.tls.extension.ExpectedTickets;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.KeyShareHelloRetryRequest;
import dev.postern.tls.extension.KeyShareServerHello;
import dev.postern.tls.extension.MaxEarlyDataSize;
import dev.postern.tls.extension.OfferedCertificateTypes;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.OfferedVersions;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.extension.PskKeyExchangeModes;
import dev.postern.tls.extension.RecordSizeLimit;
import dev.postern.tls.extension.SelectedCertificateType;
import dev.postern.tls.extension.SelectedPsk;
import dev.postern.tls.extension.SelectedVersion;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.extension.ServerNameAcknowledged;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.SignatureAlgorithmsCert;
import dev.postern.tls.extension.SignedCertificateTimestampList;
import dev.postern.tls.extension.SupportedGroups;
import dev.postern.tls.extension.TicketRequest;
import dev.postern.tls.extension.TimestampsRequest;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.wire.Bytes;

import java.util.List;
import java.util.Map;

/// One message of every kind, between them with every extension that has a form of its own, and GREASE where a peer may put it.
public final class MessageSamples {
    public static final MessageBounds BOUNDS = new MessageBounds(64, 8, 16, 10);
    private static final CipherSuite GREASE_SUITE = new CipherSuite(0x0a0a);
    private static final NamedGroup GREASE_GROUP = new NamedGroup(0x1a1a);
    private static final KeyShareEntry SHARE = new KeyShareEntry(NamedGroup.X25519, filled(32, 7));
    private static final UnknownExtension GREASE = new UnknownExtension(new ExtensionType(0x2a2a), Bytes.EMPTY);

    private MessageSamples() {}

    public static List<HandshakeMessage> all() {
        return List.of(clientHello(), serverHello(), helloRetryRequest(), encryptedExtensions(), certificateRequest(),
                certificate(), compressedCertificate(), certificateVerify(), new Finished(filled(32, 9)),
                newSessionTicket(),
                new EndOfEarlyData(), new KeyUpdate(true), new KeyUpdate(false));
    }

    /// The extensions of every kind of message that carries some, and what cannot stand with these.
    public static List<Map.Entry<ExtensionPlace, ExtensionBlock>> blocks() {
        return List.of(Map.entry(ExtensionPlace.CLIENT_HELLO, clientHello().extensions()),
                Map.entry(ExtensionPlace.CLIENT_HELLO,
                        ExtensionBlock.of(new EchClientHelloOuter(1, 1, 7, filled(32, 1), filled(64, 2)),
                                new OfferedCertificateTypes(ExtensionType.SERVER_CERTIFICATE_TYPE,
                                        List.of(CertificateType.RAW_PUBLIC_KEY, CertificateType.X509)))),
                Map.entry(ExtensionPlace.CLIENT_HELLO, ExtensionBlock.of(new EchClientHelloInner())),
                Map.entry(ExtensionPlace.SERVER_HELLO, serverHello().extensions()),
                Map.entry(ExtensionPlace.HELLO_RETRY_REQUEST, helloRetryRequest().extensions()),
                Map.entry(ExtensionPlace.HELLO_RETRY_REQUEST, ExtensionBlock.of(EchHelloRetryRequest.BLANK)),
                Map.entry(ExtensionPlace.ENCRYPTED_EXTENSIONS, encryptedExtensions().extensions()),
                Map.entry(ExtensionPlace.ENCRYPTED_EXTENSIONS,
                        ExtensionBlock.of(new EchEncryptedExtensions(filled(9, 1)), new SelectedCertificateType(
                                ExtensionType.CLIENT_CERTIFICATE_TYPE, CertificateType.RAW_PUBLIC_KEY))),
                Map.entry(ExtensionPlace.CERTIFICATE_REQUEST, certificateRequest().extensions()),
                Map.entry(ExtensionPlace.CERTIFICATE, certificate().certificateList().getFirst().extensions()),
                Map.entry(ExtensionPlace.NEW_SESSION_TICKET, newSessionTicket().extensions()));
    }

    static ClientHello clientHello() {
        return new ClientHello(ProtocolVersion.TLS_1_2, filled(32, 1), filled(32, 2),
                List.of(GREASE_SUITE, CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384),
                ClientHello.NULL_COMPRESSION,
                ExtensionBlock.of(GREASE, new ServerName("postern.test"),
                        new SupportedGroups(List.of(GREASE_GROUP, NamedGroup.X25519)),
                        new SignatureAlgorithms(List.of(SignatureScheme.ED25519)),
                        new SignatureAlgorithmsCert(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)),
                        new ApplicationProtocols(List.of("\u00fa\u00fa", "h2", "http/1.1")),
                        new KeyShareClientHello(List.of(new KeyShareEntry(GREASE_GROUP, filled(1, 0)), SHARE)),
                        new OfferedVersions(List.of(new ProtocolVersion(0x7a7a), ProtocolVersion.TLS_1_3)),
                        new Cookie(filled(16, 3)),
                        new CertificateAuthorities(List.of(filled(20, 4), filled(30, 5))), new RecordSizeLimit(16_385),
                        new TicketRequest(2, 1), CertificateStatusRequest.OCSP, new TimestampsRequest(),
                        new CompressCertificate(List.of(CertificateCompressionAlgorithm.BROTLI,
                                CertificateCompressionAlgorithm.ZSTD)),
                        new PskKeyExchangeModes(List.of(PskKeyExchangeMode.PSK_DHE_KE)), new EarlyDataIndication(),
                        new OfferedPsks(
                                List.of(new PskIdentity(filled(40, 6), 0xdeadbeef), new PskIdentity(filled(41, 7), 0)),
                                List.of(filled(32, 8), filled(48, 9)))));
    }

    static ServerHello serverHello() {
        return new ServerHello(ProtocolVersion.TLS_1_2, filled(32, 1), filled(32, 2),
                CipherSuite.TLS_AES_128_GCM_SHA256, 0, ExtensionBlock.of(new KeyShareServerHello(SHARE),
                        new SelectedVersion(ProtocolVersion.TLS_1_3), new SelectedPsk(1)));
    }

    static HelloRetryRequest helloRetryRequest() {
        return new HelloRetryRequest(ProtocolVersion.TLS_1_2, filled(32, 2), CipherSuite.TLS_AES_128_GCM_SHA256, 0,
                ExtensionBlock.of(new SelectedVersion(ProtocolVersion.TLS_1_3),
                        new KeyShareHelloRetryRequest(NamedGroup.SECP256R1), new Cookie(filled(100, 3))));
    }

    static EncryptedExtensions encryptedExtensions() {
        return new EncryptedExtensions(ExtensionBlock.of(new ServerNameAcknowledged(),
                new SupportedGroups(List.of(NamedGroup.X25519MLKEM768)), new ApplicationProtocols(List.of("h2")),
                new EarlyDataIndication(), new RecordSizeLimit(64), new ExpectedTickets(2)));
    }

    static CertificateRequest certificateRequest() {
        return new CertificateRequest(filled(3, 1),
                ExtensionBlock.of(new SignatureAlgorithms(List.of(SignatureScheme.ED25519)),
                        new SignatureAlgorithmsCert(List.of(SignatureScheme.RSA_PSS_RSAE_SHA256)),
                        new CertificateAuthorities(List.of(filled(9, 9))), new CertificateStatusWanted(),
                        new TimestampsRequest(),
                        new CompressCertificate(List.of(CertificateCompressionAlgorithm.ZLIB)), GREASE));
    }

    static Certificate certificate() {
        return new Certificate(Bytes.EMPTY, List.of(
                new CertificateEntry(filled(100, 1),
                        ExtensionBlock.of(new CertificateStatus(filled(5, 1)),
                                new SignedCertificateTimestampList(List.of(filled(4, 2), filled(1, 3))))),
                new CertificateEntry(filled(200, 2), ExtensionBlock.EMPTY)));
    }

    static CompressedCertificate compressedCertificate() {
        return new CompressedCertificate(CertificateCompressionAlgorithm.ZLIB, 1000, filled(100, 5));
    }

    static CertificateVerify certificateVerify() {
        return new CertificateVerify(SignatureScheme.ECDSA_SECP256R1_SHA256, filled(71, 3));
    }

    static NewSessionTicket newSessionTicket() {
        return new NewSessionTicket(0xffff_ffffL, 0x8000_0001, filled(8, 1), filled(120, 2),
                ExtensionBlock.of(new MaxEarlyDataSize(0xffff_ffffL), GREASE));
    }

    static Bytes filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return Bytes.copyOf(bytes);
    }
}
