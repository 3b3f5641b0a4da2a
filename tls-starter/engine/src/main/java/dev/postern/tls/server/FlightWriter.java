package dev.postern.tls.server;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.Grease;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.connection.IncomingCertificate;
import dev.postern.tls.connection.OutgoingCertificate;
import dev.postern.tls.connection.SignQuestion;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.CertificateAuthorities;
import dev.postern.tls.extension.EarlyDataIndication;
import dev.postern.tls.extension.EchEncryptedExtensions;
import dev.postern.tls.extension.ExpectedTickets;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.KeyShareServerHello;
import dev.postern.tls.extension.RecordSizeLimit;
import dev.postern.tls.extension.SelectedCertificateType;
import dev.postern.tls.extension.SelectedPsk;
import dev.postern.tls.extension.SelectedVersion;
import dev.postern.tls.extension.ServerNameAcknowledged;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.EchConfirmation;
import dev.postern.tls.keys.Exporter;
import dev.postern.tls.keys.HandshakeSecret;
import dev.postern.tls.keys.MainSecret;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.ServerHello;
import dev.postern.tls.record.EarlyDataSkip;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.wire.Bytes;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Writes a server's flight, ServerHello to Finished, in one go; it waits for a signature at most. It never waits for the client, who may
/// stream early data until it sees our Finished (RFC 9846 4.3.11.3).
final class FlightWriter {
    private final EngineEnvironment environment;
    private final Connection connection;
    private final Negotiation negotiation;
    private final @Nullable PskUse psk;
    private final EarlyDataReason earlyDataReason;
    private final PendingSecrets secrets;
    private final TranscriptHash transcript;
    private final KeySchedulePrimitives primitives;
    private @Nullable Exporter earlyExporter;
    private boolean finished;

    /// @param earlyDataReason [EarlyDataReason#ACCEPTED], or why not
    FlightWriter(EngineEnvironment environment, Connection connection, Negotiation negotiation,
            @Nullable PskUse psk, EarlyDataReason earlyDataReason, PendingSecrets secrets) {
        this.environment = environment;
        this.connection = connection;
        this.negotiation = negotiation;
        this.psk = psk;
        this.earlyDataReason = earlyDataReason;
        this.secrets = secrets;
        this.transcript = negotiation.transcript();
        this.primitives = environment.crypto().keySchedule(negotiation.parameters().hash());
    }

    /// @param done    goes on when the flight is written, at once or when it was signed
    /// @param resumed takes the state that follows a signature
    ServerState write(Function<Flight, ServerState> done, Consumer<ServerState> resumed) {
        // What cannot be answered is refused before anything is sent.
        CertificateChoice certificate = psk == null ? chooseCertificate() : null;
        CertificateType clientType = Flight.asksForCertificate(negotiation, psk) ? chooseClientType() : null;
        transcript.update(negotiation.hello().bytes());
        EarlySecret earlySecret = psk == null
                ? EarlySecret.withoutPsk(primitives, negotiation.secretLog())
                : psk.earlySecret();
        secrets.add(earlySecret::destroy);
        TrafficSecret early = earlyDataReason == EarlyDataReason.ACCEPTED ? earlyTraffic(earlySecret) : null;
        Handshake keys = writeServerHello(earlySecret);
        installReadKeys(keys, early);
        send(new EncryptedExtensions(new ExtensionBlock(encryptedExtensions(certificate, clientType))));
        if (clientType != null) {
            send(certificateRequest());
        }
        if (certificate == null) {
            return done.apply(finish(keys, null));
        }
        writeCertificate(certificate, () -> resumed.accept(done.apply(finish(keys, certificate))));
        return new ServerState.Signing();
    }

    private TrafficSecret earlyTraffic(EarlySecret earlySecret) {
        TrafficSecret early = earlySecret.clientTraffic(transcript.current());
        Exporter exporter = earlySecret.exporter(transcript.current());
        earlyExporter = exporter;
        secrets.add(early::destroy);
        secrets.add(() -> {
            // What is written has an owner of its own.
            if (!finished) {
                exporter.destroy();
            }
        });
        return early;
    }

    private record Handshake(HandshakeSecret secret, TrafficSecret client, TrafficSecret server) {}

    private CertificateChoice chooseCertificate() {
        return CertificateChoice.of(negotiation.hello(), negotiation.config().credentials(),
                environment.time().currentMillis());
    }

    private CertificateType chooseClientType() {
        return CertificateTypeChoice.ofClient(negotiation.hello(), negotiation.config().clientCertificateTypes());
    }

    private Handshake writeServerHello(EarlySecret earlySecret) {
        NamedGroup group = negotiation.share().group();
        KeyExchange.Encapsulated exchange = environment.crypto().keyExchange(group, environment.random())
                .encapsulate(negotiation.share().keyExchange().toArray());
        List<Extension> extensions = new ArrayList<>();
        extensions.add(new SelectedVersion(ProtocolVersion.TLS_1_3));
        extensions.add(new KeyShareServerHello(new KeyShareEntry(group, Bytes.copyOf(exchange.share()))));
        if (psk != null) {
            extensions.add(new SelectedPsk(psk.index()));
        }
        Bytes sessionId = negotiation.hello().message().legacySessionId();
        send(serverHello(environment.random().bytes(ServerHello.RANDOM_BYTES), sessionId,
                new ExtensionBlock(extensions)));
        if (!negotiation.helloRetried()
                && negotiation.hello().getsChangeCipherSpec(negotiation.config().preferences())) {
            // RFC 9846 E.4: immediately after its first handshake message
            connection.sendChangeCipherSpec();
        }
        HandshakeSecret secret = earlySecret.advance(exchange.secret());
        byte[] helloHash = transcript.current();
        Handshake keys = new Handshake(secret, secret.clientTraffic(helloHash), secret.serverTraffic(helloHash));
        secrets.add(secret::destroy);
        secrets.add(keys.client()::destroy);
        secrets.add(keys.server()::destroy);
        connection.installWriteKeys(Epoch.HANDSHAKE, keys.server(), negotiation.parameters().aead());
        return keys;
    }

    private ServerHello serverHello(byte[] random, Bytes sessionId, ExtensionBlock extensions) {
        if (negotiation.hello().ech().isToConfirm()) {
            // RFC 9849 7.2: the last 8 bytes are computed over the ServerHello in which they are zero
            int end = random.length - EchConfirmation.BYTES;
            Arrays.fill(random, end, random.length, (byte) 0);
            byte[] blank = serverHelloWith(random, sessionId, extensions).toByteArray();
            byte[] confirmation = EchConfirmation.ofServerHello(primitives, negotiation.hello().random(),
                    transcript.currentWith(blank, 0, blank.length));
            System.arraycopy(confirmation, 0, random, end, confirmation.length);
        }
        return serverHelloWith(random, sessionId, extensions);
    }

    private ServerHello serverHelloWith(byte[] random, Bytes sessionId, ExtensionBlock extensions) {
        return new ServerHello(ProtocolVersion.TLS_1_2, Bytes.copyOf(random), sessionId, negotiation.cipherSuite(), 0,
                extensions);
    }

    private void installReadKeys(Handshake keys, @Nullable TrafficSecret early) {
        if (early != null && psk instanceof Resumption resumption) {
            connection.openEarlyData(resumption.state().maxEarlyDataBytes(), early, negotiation.parameters().aead());
            early.destroy();
            return;
        }
        connection.installReadKeys(Epoch.HANDSHAKE, keys.client(), negotiation.parameters().aead());
        if (negotiation.earlyDataOffered() && !negotiation.helloRetried()) {
            connection.skipEarlyData(EarlyDataSkip.TRIAL_DECRYPTION);
        }
    }

    private List<Extension> encryptedExtensions(@Nullable CertificateChoice certificate,
            @Nullable CertificateType clientType) {
        List<Extension> extensions = new ArrayList<>();
        if (negotiation.hello().serverName() != null && !(psk instanceof Resumption)
                && negotiation.config().preferences().serverNameAnswered()) {
            // RFC 6066 3: a server that used the name SHALL include it, empty, and MUST NOT when it resumes
            extensions.add(new ServerNameAcknowledged());
        }
        String protocol = negotiation.protocol();
        if (protocol != null) {
            extensions.add(new ApplicationProtocols(List.of(protocol)));
        }
        serverType(certificate).ifPresent(type -> addType(extensions, ExtensionType.SERVER_CERTIFICATE_TYPE, type));
        if (clientType != null) {
            addType(extensions, ExtensionType.CLIENT_CERTIFICATE_TYPE, clientType);
        }
        negotiation.hello().recordSizeLimit().ifPresent(limit -> extensions.add(agreeOnRecordSizes(limit)));
        if (negotiation.hello().ticketRequest().isPresent()) {
            extensions.add(new ExpectedTickets(negotiation.hello().takesPskWithKeyExchange()
                    ? negotiation.ticketCount(psk instanceof Resumption)
                    : 0));
        }
        if (earlyDataReason == EarlyDataReason.ACCEPTED) {
            extensions.add(new EarlyDataIndication());
        }
        if (negotiation.hello().ech() instanceof EchOutcome.Rejected(var retryConfigs)) {
            // RFC 9849 7.1: if the server is configured with any ECHConfigs, it MUST include retry_configs
            retryConfigs.ifPresent(
                    list -> extensions.add(new EchEncryptedExtensions(Bytes.copyOf(list.toByteArray()))));
        }
        return extensions;
    }

    /// Answered also where a PSK stands in for the certificate: RFC 7250 4.2 knows no exception, and clients have been written to it.
    private Optional<CertificateType> serverType(@Nullable CertificateChoice certificate) {
        return certificate == null
                ? CertificateTypeChoice.ofServer(negotiation.hello(), negotiation.config().credentials())
                : Optional.of(certificate.credential().identity().type());
    }

    // RFC 9846 4.3: a response only where there was a request
    private void addType(List<Extension> extensions, ExtensionType which, CertificateType chosen) {
        if (negotiation.hello().message().extensions().has(which)) {
            extensions.add(new SelectedCertificateType(which, chosen));
        }
    }

    // RFC 8449 4: in EncryptedExtensions, where the client sent one; what counts is every record under handshake keys and later
    private RecordSizeLimit agreeOnRecordSizes(RecordSizeLimit theirs) {
        int ours = negotiation.config().records().receiveAtMostBytes();
        connection.limitRecords(theirs.bytes(), ours);
        return new RecordSizeLimit(ours);
    }

    private CertificateRequest certificateRequest() {
        TlsServerConfig config = negotiation.config();
        List<Extension> extensions = new ArrayList<>();
        List<SignatureScheme> schemes = new ArrayList<>(config.clientSchemes());
        if (config.grease()) {
            byte[] choices = environment.random().bytes(2);
            schemes.addFirst(new SignatureScheme(Grease.twoBytes(choices[0])));
            extensions.add(new UnknownExtension(new ExtensionType(Grease.twoBytes(choices[1])), Bytes.EMPTY));
        }
        extensions.add(new SignatureAlgorithms(schemes));
        if (!config.clientAuthorities().isEmpty()) {
            extensions.add(new CertificateAuthorities(config.clientAuthorities().stream().map(Bytes::copyOf).toList()));
        }
        extensions.addAll(IncomingCertificate.requests(config.certificates(), ExtensionPlace.CERTIFICATE_REQUEST));
        return new CertificateRequest(Bytes.EMPTY, new ExtensionBlock(extensions));
    }

    private void writeCertificate(CertificateChoice choice, Runnable signed) {
        send(OutgoingCertificate.of(choice.credential(), negotiation.hello().message().extensions(),
                negotiation.config().certificates()));
        byte[] content = CertificateVerify.serverContent(transcript.current());
        connection.ask(new SignQuestion(connection, choice.credential(), choice.scheme(), content, signature -> {
            send(new CertificateVerify(choice.scheme(), Bytes.copyOf(signature)));
            signed.run();
        }));
    }

    private Flight finish(Handshake keys, @Nullable CertificateChoice certificate) {
        send(new Finished(Bytes.copyOf(keys.server().verifyData(transcript.current()))));
        keys.server().destroy();
        byte[] finishedHash = transcript.current();
        MainSecret main = keys.secret().advance();
        TrafficSecret clientApplication = main.clientTraffic(finishedHash);
        TrafficSecret serverApplication = main.serverTraffic(finishedHash);
        Exporter exporter = main.exporter(finishedHash);
        connection.installWriteKeys(Epoch.APPLICATION, serverApplication, negotiation.parameters().aead());
        long now = environment.time().currentMillis();
        finished = true;
        return new Flight(negotiation, psk, transcript, keys.client(), clientApplication, main, exporter,
                earlyExporter,
                Flight.info(negotiation, psk, certificate, earlyDataReason, environment.random().bytes(32), now), now);
    }

    private void send(HandshakeMessage message) {
        byte[] bytes = message.toByteArray();
        transcript.update(bytes);
        connection.sendHandshake(bytes);
    }
}
