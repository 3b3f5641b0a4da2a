package dev.postern.tls.client;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.PskKeyExchangeMode;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.ClientEch;
import dev.postern.tls.config.TicketWish;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.connection.IncomingCertificate;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.ech.EchSealing;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.Cookie;
import dev.postern.tls.extension.EarlyDataIndication;
import dev.postern.tls.extension.EchClientHelloOuter;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.KeyShareHelloRetryRequest;
import dev.postern.tls.extension.OfferedCertificateTypes;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.OfferedVersions;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.extension.PskKeyExchangeModes;
import dev.postern.tls.extension.RecordSizeLimit;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.SignatureAlgorithmsCert;
import dev.postern.tls.extension.SupportedGroups;
import dev.postern.tls.extension.TicketRequest;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.psk.ExternalPsk;
import dev.postern.tls.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The ClientHellos that a [TlsClientConfig] asks for.
final class ConfiguredHello implements HelloWriter {
    private static final int SESSION_ID_BYTES = 32;
    /// RFC 9846 4.3.3: not for CertificateVerify, but most of the world's certificates are signed so.
    private static final List<SignatureScheme> CERTIFICATES_ALONE = List.of(new SignatureScheme(0x0401),
            new SignatureScheme(0x0501), new SignatureScheme(0x0601));

    private final EngineEnvironment environment;
    private final TlsClientConfig config;
    private final HelloStyle style;

    ConfiguredHello(EngineEnvironment environment, TlsClientConfig config) {
        this.environment = environment;
        this.config = config;
        this.style = new HelloStyle(config.helloShape(), environment.random());
    }

    @Override
    public ClientOffer first() {
        Bytes random = Bytes.copyOf(environment.random().bytes(ClientHello.RANDOM_BYTES));
        // RFC 9846 E.4: a non-empty session id makes the handshake look like one that middleboxes know
        Bytes sessionId = Bytes.copyOf(environment.random().bytes(SESSION_ID_BYTES));
        List<OfferedShare> shares = config.keyShareGroups().stream().map(this::generate).toList();
        SessionChoice choice = SessionChoice.of(config, environment.time().currentMillis(),
                Math.max(0, environment.limits().pskIdentities() - config.externalPsks().size()));
        SecretLog log = new SecretLog(config.keyLog()::log, random.toArray());
        Optional<EchSealing> sealing = sealing();
        List<OfferedPsk> psks = Stream.concat(choice.sessions().stream().map(session -> useUp(session, log)),
                config.externalPsks().stream().map(psk -> use(psk, log))).toList();
        List<Extension> extensions = extensions(shares);
        if (choice.earlyData()) {
            extensions.add(new EarlyDataIndication());
        }
        if (sealing.isPresent()) {
            ClientHello inner = bound(hello(random, sessionId, OuterHello.arrange(style.arranged(extensions))), psks,
                    Optional.empty());
            return new OuterHello(sealing.get(), environment.random(), ofOuterHelloAlone())
                    .hideFirst(new ClientOffer(inner, inner.toByteArray(), shares, psks));
        }
        EchOffer ech = new EchOffer.None();
        if (isGreased()) {
            extensions.add(grease(hello(random, sessionId, extensions)));
            ech = new EchOffer.Grease();
        }
        ClientHello hello = bound(hello(random, sessionId, style.arranged(extensions)), psks, Optional.empty());
        return new ClientOffer(hello, hello.toByteArray(), shares, psks, ech);
    }

    /// RFC 9846 4.2.2: the same ClientHello, except for what the HelloRetryRequest asks for; without early data, and without PSKs of another
    /// hash.
    @Override
    public ClientOffer second(ClientOffer first, HelloRetryRequest retry, TranscriptHash transcript) {
        List<OfferedShare> shares = retry.extensions().find(KeyShareHelloRetryRequest.class)
                .map(asked -> List.of(generate(asked.selectedGroup()))).orElse(first.shares());
        HashAlgorithm hash = SuiteParameters.of(retry.cipherSuite()).orElseThrow().hash();
        List<OfferedPsk> psks = first.psks().stream().filter(offered -> offered.hash() == hash).toList();
        List<Extension> extensions = new ArrayList<>();
        for (Extension extension : first.hello().extensions().extensions()) {
            if (extension instanceof KeyShareClientHello && retry.extensions().has(ExtensionType.KEY_SHARE)) {
                extensions.add(keyShare(shares));
            } else if (!(extension instanceof EarlyDataIndication || extension instanceof OfferedPsks)) {
                extensions.add(extension);
            }
        }
        retry.extensions().find(Cookie.class).ifPresent(extensions::add);
        ClientHello hello = bound(hello(first.hello().random(), first.hello().legacySessionId(), extensions), psks,
                Optional.of(transcript));
        ClientOffer second = new ClientOffer(hello, hello.toByteArray(), shares, psks, first.ech());
        return first.ech() instanceof EchOffer.Hidden(ClientOffer outer, EchSealing sealing)
                ? new OuterHello(sealing, environment.random(), ofOuterHelloAlone()).hideSecond(second, outer.hello())
                : second;
    }

    private Optional<EchSealing> sealing() {
        if (!(config.ech() instanceof ClientEch.Encrypt(EchConfigList configs, ClientEch.Otherwise otherwise))) {
            return Optional.empty();
        }
        Optional<EchSealing> sealing = EchSealing.of(configs, environment.crypto(), environment.random());
        if (sealing.isEmpty() && otherwise == ClientEch.Otherwise.FAIL) {
            throw new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_MISUSE,
                    "no configuration for Encrypted Client Hello can be used, and without it nothing shall be sent");
        }
        return sealing;
    }

    private boolean isGreased() {
        return switch (config.ech()) {
            case ClientEch.Off() -> false;
            case ClientEch.Grease() -> true;
            case ClientEch.Encrypt(var _, var otherwise) -> otherwise == ClientEch.Otherwise.GREASE;
        };
    }

    /// RFC 9849 6.2: a key of the KEM, a payload as long as a true one would be, and nothing else that is true.
    private EchClientHelloOuter grease(ClientHello hello) {
        RandomSource random = environment.random();
        ClientHello inner = hello(hello.random(), hello.legacySessionId(),
                OuterHello.arrange(hello.extensions().extensions()));
        byte[] key = environment.crypto().keyExchange(NamedGroup.X25519, random).generate().share();
        return new EchClientHelloOuter(HpkeSuite.KDF_HKDF_SHA256, HpkeSuite.AEAD_AES_128_GCM,
                random.bytes(1)[0] & 0xff, Bytes.copyOf(key),
                Bytes.copyOf(random.bytes(OuterHello.payloadLength(inner, 0))));
    }

    private OfferedShare generate(NamedGroup group) {
        return new OfferedShare(group, environment.crypto().keyExchange(group, environment.random()).generate());
    }

    private OfferedPsk use(ExternalPsk psk, SecretLog log) {
        return new OfferedExternalPsk(psk,
                EarlySecret.withPsk(environment.crypto().keySchedule(psk.hash()), psk.key(), log));
    }

    private OfferedPsk useUp(ClientSession session, SecretLog log) {
        HashAlgorithm hash = SuiteParameters.of(session.cipherSuite()).orElseThrow().hash();
        EarlySecret early = EarlySecret.withPsk(environment.crypto().keySchedule(hash), session.psk(), log);
        // RFC 9846 C.4: a ticket that is used twice links its two connections for whoever watches
        session.psk().destroy();
        return new OfferedSession(session, early);
    }

    private ClientHello hello(Bytes random, Bytes sessionId, List<Extension> extensions) {
        return new ClientHello(ProtocolVersion.TLS_1_2, random, sessionId, style.suites(config.cipherSuites()),
                ClientHello.NULL_COMPRESSION, new ExtensionBlock(extensions));
    }

    private List<Extension> extensions(List<OfferedShare> shares) {
        List<Extension> extensions = new ArrayList<>();
        if (!config.serverName().isEmpty() && !isAddress(config.serverName())) {
            // RFC 6066 3: Literal IPv4 and IPv6 addresses are not permitted in "HostName"
            extensions.add(new ServerName(config.serverName()));
        }
        extensions.add(new SupportedGroups(style.groups(config.groups())));
        if (!config.requiresPsk()) {
            addAuthentication(extensions);
        }
        if (!config.applicationProtocols().isEmpty()) {
            extensions.add(new ApplicationProtocols(style.protocols(config.applicationProtocols())));
        }
        extensions.addAll(IncomingCertificate.requests(config.certificates(), ExtensionPlace.CLIENT_HELLO));
        extensions.add(new OfferedVersions(style.versions(List.of(ProtocolVersion.TLS_1_3))));
        extensions.add(new KeyShareClientHello(style.shares(keyShare(shares).clientShares())));
        // Also without a ticket: it tells the server that we can use the ones that it issues.
        extensions.add(new PskKeyExchangeModes(style.modes(List.of(PskKeyExchangeMode.PSK_DHE_KE))));
        extensions.add(new RecordSizeLimit(config.records().receiveAtMostBytes()));
        TicketWish tickets = config.ticketWish();
        if (tickets != null) {
            extensions.add(new TicketRequest(tickets.afterNewSession(), tickets.afterResumption()));
        }
        return extensions;
    }

    /// RFC 9849 6.1.6: a server that rejects ECH proves its public name, which it does with a certificate: an inner hello that takes PSKs
    /// alone asks for none.
    private List<Extension> ofOuterHelloAlone() {
        List<Extension> extensions = new ArrayList<>();
        if (config.requiresPsk()) {
            addSchemes(extensions);
        }
        return extensions;
    }

    /// What certificates need. A client that takes PSKs alone sends none of it, so that no server answers with one.
    private void addAuthentication(List<Extension> extensions) {
        addSchemes(extensions);
        addTypes(extensions, ExtensionType.CLIENT_CERTIFICATE_TYPE, config.clientCertificateTypes());
        addTypes(extensions, ExtensionType.SERVER_CERTIFICATE_TYPE, config.serverCertificateTypes());
    }

    private void addSchemes(List<Extension> extensions) {
        extensions.add(new SignatureAlgorithms(style.schemes(config.signatureSchemes())));
        extensions.add(new SignatureAlgorithmsCert(
                Stream.concat(config.signatureSchemes().stream(), CERTIFICATES_ALONE.stream()).distinct().toList()));
    }

    // RFC 7250 4.1: no type to send other than the default X.509 type: MUST omit the extension
    private static void addTypes(List<Extension> extensions, ExtensionType extension, List<CertificateType> types) {
        if (!types.equals(OfferedCertificateTypes.DEFAULT)) {
            extensions.add(new OfferedCertificateTypes(extension, types));
        }
    }

    private static KeyShareClientHello keyShare(List<OfferedShare> shares) {
        return new KeyShareClientHello(shares.stream()
                .map(share -> new KeyShareEntry(share.group(), Bytes.copyOf(share.key().share()))).toList());
    }

    /// Binders cover the hello with all its lengths right (RFC 9846 4.3.11.2), so it is written with empty ones first.
    private ClientHello bound(ClientHello hello, List<OfferedPsk> psks, Optional<TranscriptHash> transcript) {
        if (psks.isEmpty()) {
            return hello;
        }
        long now = environment.time().currentMillis();
        List<PskIdentity> identities = psks.stream().map(offered -> offered.identity(now)).toList();
        List<Bytes> blank = psks.stream().map(offered -> Bytes.copyOf(new byte[offered.hash().lengthBytes()]))
                .toList();
        ClientHello unbound = with(hello, new OfferedPsks(identities, blank));
        byte[] bytes = unbound.toByteArray();
        int covered = bytes.length - unbound.bindersLengthBytes();
        List<Bytes> binders = new ArrayList<>();
        for (OfferedPsk offered : psks) {
            byte[] partialHash = transcript.orElseGet(() -> TranscriptHash.start(environment.crypto(), offered.hash()))
                    .currentWith(bytes, 0, covered);
            binders.add(Bytes.copyOf(offered.binder(partialHash)));
        }
        return with(hello, new OfferedPsks(identities, binders));
    }

    private ClientHello with(ClientHello hello, OfferedPsks psks) {
        List<Extension> extensions = new ArrayList<>(hello.extensions().extensions());
        extensions.add(psks);
        return hello(hello.random(), hello.legacySessionId(), extensions);
    }

    // No name of the DNS holds a colon, and no top-level domain is a number.
    private static boolean isAddress(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return name.indexOf(':') >= 0 || (!last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9'));
    }
}
