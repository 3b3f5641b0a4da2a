package dev.postern.tls.client;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.DelegatedCredential;
import dev.postern.tls.client.ClientState.Closed;
import dev.postern.tls.client.ClientState.Connected;
import dev.postern.tls.client.ClientState.Signing;
import dev.postern.tls.client.ClientState.Start;
import dev.postern.tls.client.ClientState.VerifyingServer;
import dev.postern.tls.client.ClientState.WaitCertificate;
import dev.postern.tls.client.ClientState.WaitCertificateOrRequest;
import dev.postern.tls.client.ClientState.WaitCertificateVerify;
import dev.postern.tls.client.ClientState.WaitEncryptedExtensions;
import dev.postern.tls.client.ClientState.WaitFinished;
import dev.postern.tls.client.ClientState.WaitServerHello;
import dev.postern.tls.client.ClientState.WaitServerHelloAfterRetry;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.connection.Decompression;
import dev.postern.tls.connection.IncomingCertificate;
import dev.postern.tls.connection.Possession;
import dev.postern.tls.connection.Role;
import dev.postern.tls.connection.VerifyPeerQuestion;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.HandshakeSecret;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.message.MessageBounds;
import dev.postern.tls.message.NewSessionTicket;
import dev.postern.tls.message.ServerHello;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.record.HandshakeBytes;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// The client's handshake (RFC 9846 A.1): orders the answers of the choices in this room, and decides nothing itself.
public final class ClientHandshake implements Role {
    private final EngineEnvironment environment;
    private final TlsClientConfig config;
    private final Connection connection;
    private final HelloWriter hellos;
    private final MessageBounds bounds;
    private final EarlyDataAllowance earlyData = new EarlyDataAllowance();
    private ClientState state = new Start();
    private boolean changeCipherSpecDue;
    private @Nullable SessionInfo info;

    public ClientHandshake(EngineEnvironment environment, TlsClientConfig config) {
        this(environment, config, new ConfiguredHello(environment, config));
    }

    ClientHandshake(EngineEnvironment environment, TlsClientConfig config, HelloWriter hellos) {
        this.environment = environment;
        this.config = config;
        this.connection = new Connection(environment, this);
        this.connection.shapeRecords(config.records());
        this.hellos = hellos;
        this.bounds = new MessageBounds(environment.limits().extensions(), environment.limits().keyShares(),
                environment.limits().pskIdentities(), environment.limits().certificateChainLength());
    }

    public Connection connection() {
        return connection;
    }

    /// Empty until early data was accepted or the handshake is over.
    public Optional<SessionInfo> session() {
        return Optional.ofNullable(info);
    }

    /// A step for [Connection#call]: writes the ClientHello, and makes ready for early data if the hello offers any.
    public void start() {
        if (!(state instanceof Start)) {
            throw new IllegalStateException("a client starts once");
        }
        ClientOffer offer = hellos.first();
        connection.sendFirstClientHello(offer.sent());
        connection.allowChangeCipherSpec();
        changeCipherSpecDue = !offer.hello().legacySessionId().isEmpty();
        if (offer.offersEarlyData()) {
            // RFC 9846 E.4: if offering early data, the record is placed immediately after the first ClientHello
            sendChangeCipherSpecIfDue();
            openEarlyData(offer);
        }
        state = new WaitServerHello(offer);
    }

    public EarlyDataAllowance earlyData() {
        return earlyData;
    }

    /// @throws IllegalStateException before the handshake is complete
    public byte[] exportKeyingMaterial(String label, byte[] context, int lengthBytes) {
        if (!(state instanceof Connected(var session))) {
            throw new IllegalStateException("nothing can be exported before the handshake is complete");
        }
        return session.exporter().export(label, context, lengthBytes);
    }

    @Override
    public TlsEngine.Stage stage() {
        return state.stage();
    }

    @Override
    public String phase() {
        return state.phase();
    }

    @Override
    public int sendable(int lengthBytes) {
        return switch (state.stage()) {
            case CONNECTED -> lengthBytes;
            case HANDSHAKE -> (int) Math.min(lengthBytes, earlyData.remainingBytes());
            case CLIENT_HELLO, UNCONFIRMED, CLOSED -> 0;
        };
    }

    @Override
    public void wipe() {
        earlyData.wipe();
        state.wipe();
        state = new Closed();
    }

    /// Only the message whose turn it is gets decoded.
    @Override
    public void onMessage(HandshakeBytes message) {
        HandshakeType type = new HandshakeType(message.type());
        state = switch (state) {
            case WaitServerHello s when type.equals(HandshakeType.SERVER_HELLO) -> onServerHello(s, message);
            case WaitServerHelloAfterRetry s when type.equals(HandshakeType.SERVER_HELLO) ->
                onServerHelloAfterRetry(s, message);
            case WaitEncryptedExtensions s when type.equals(HandshakeType.ENCRYPTED_EXTENSIONS) ->
                onEncryptedExtensions(s, message);
            case WaitCertificateOrRequest s when type.equals(HandshakeType.CERTIFICATE_REQUEST) ->
                onCertificateRequest(s, message);
            case WaitCertificateOrRequest s when isCertificate(type) ->
                onCertificate(s.parameters(), new CredentialChoice.NotRequested(), message);
            case WaitCertificate s when isCertificate(type) ->
                onCertificate(s.parameters(), s.clientCredential(), message);
            case WaitCertificateVerify s when type.equals(HandshakeType.CERTIFICATE_VERIFY) ->
                onCertificateVerify(s, message);
            case WaitFinished s when type.equals(HandshakeType.FINISHED) -> onFinished(s, message);
            case Connected s when type.equals(HandshakeType.NEW_SESSION_TICKET) -> onNewSessionTicket(s, message);
            case Start _,WaitServerHello _,WaitServerHelloAfterRetry _,WaitEncryptedExtensions _,WaitCertificateOrRequest _,WaitCertificate _,WaitCertificateVerify _,VerifyingServer _,WaitFinished _,Signing _,Connected _,Closed _ ->
                throw unexpected(type);
        };
    }

    private ClientState onServerHello(WaitServerHello wait, HandshakeBytes bytes) {
        ClientOffer offer = wait.offer();
        return switch (HandshakeMessage.read(bytes.message(), bounds)) {
            case HelloRetryRequest retry -> retry(offer, retry, bytes);
            case ServerHello hello -> {
                ClientOffer answered = EchAcceptance.answered(offer, hello, bytes.message(), environment.crypto());
                ServerHelloChoice choice = ServerHelloChoice.of(hello, answered);
                TranscriptHash transcript = choice.startTranscript(environment.crypto());
                transcript.update(answered.bytes());
                transcript.update(bytes.message());
                yield negotiate(answered, choice, transcript, false, EarlyDataReason.NOT_OFFERED);
            }
            case HandshakeMessage _ -> throw unexpected(HandshakeType.SERVER_HELLO);
        };
    }

    private ClientState onServerHelloAfterRetry(WaitServerHelloAfterRetry wait, HandshakeBytes bytes) {
        if (!(HandshakeMessage.read(bytes.message(), bounds) instanceof ServerHello hello)) {
            // RFC 9846 4.2.4: a second HelloRetryRequest in the same connection: unexpected_message
            throw unexpected(HandshakeType.SERVER_HELLO);
        }
        ServerHelloChoice choice = ServerHelloChoice.of(hello, wait.offer());
        if (!choice.cipherSuite().equals(wait.retry().cipherSuite())) {
            // RFC 9846 4.2.4: clients MUST check that the cipher suite is the same as that in the HelloRetryRequest
            throw HelloFields.illegal("the server changed its cipher suite after the HelloRetryRequest");
        }
        EchAcceptance.requireConfirmed(wait.offer(), hello, bytes.message(), wait.transcript(), environment.crypto());
        wait.transcript().update(bytes.message());
        EarlyDataReason lost = wait.first().offersEarlyData()
                ? EarlyDataReason.HELLO_RETRY_REQUEST
                : EarlyDataReason.NOT_OFFERED;
        return negotiate(wait.offer(), choice, wait.transcript(), true, lost);
    }

    private ClientState retry(ClientOffer sent, HelloRetryRequest retry, HandshakeBytes bytes) {
        connection.requireEndOfFlight();
        ClientOffer first = EchAcceptance.answered(sent, retry, environment.crypto());
        RetryChoice choice = RetryChoice.of(retry, first);
        TranscriptHash ofFirst = TranscriptHash.start(environment.crypto(),
                SuiteParameters.of(choice.cipherSuite()).orElseThrow().hash());
        ofFirst.update(first.bytes());
        TranscriptHash transcript = TranscriptHash.startAfterRetry(environment.crypto(), ofFirst.hash(),
                ofFirst.current());
        transcript.update(bytes.message());
        if (first.offersEarlyData()) {
            // RFC 9846 4.2.2: early data is not permitted after a HelloRetryRequest
            connection.removeWriteKeys();
            earlyData.wipe();
            connection.event(new TlsEvent.EarlyDataRejected(EarlyDataReason.HELLO_RETRY_REQUEST));
        }
        ClientOffer second = hellos.second(first, retry, transcript);
        first.wipeWhatIsNotIn(second);
        sendChangeCipherSpecIfDue();
        connection.sendHandshake(second.sent());
        connection.flush();
        transcript.update(second.bytes());
        return new WaitServerHelloAfterRetry(first, second, choice, transcript);
    }

    private ClientState negotiate(ClientOffer offer, ServerHelloChoice choice, TranscriptHash transcript,
            boolean helloRetried, EarlyDataReason lostEarlyData) {
        if (config.requiresPsk() && !offer.isExposed()) {
            choice.requirePsk();
        }
        SuiteParameters parameters = SuiteParameters.of(choice.cipherSuite()).orElseThrow();
        KeySchedulePrimitives primitives = environment.crypto().keySchedule(parameters.hash());
        Secret shared = choice.share().key().decapsulate(choice.serverShare().keyExchange().toArray());
        EarlySecret early = choice.psk().map(OfferedPsk::earlySecret).orElseGet(() -> EarlySecret
                .withoutPsk(primitives, new SecretLog(config.keyLog()::log, offer.hello().random().toArray())));
        HandshakeSecret secret = early.advance(shared);
        offer.wipe();
        byte[] helloHash = transcript.current();
        Negotiated negotiated = new Negotiated(offer, choice.cipherSuite(), choice.share().group(), choice.psk(),
                helloRetried, lostEarlyData, transcript, secret, secret.clientTraffic(helloHash),
                secret.serverTraffic(helloHash));
        connection.installReadKeys(Epoch.HANDSHAKE, negotiated.serverHandshake(), parameters.aead());
        if (!offer.offersEarlyData()) {
            // RFC 9846 E.4: before its second flight; and an alert of ours may have to go before that
            sendChangeCipherSpecIfDue();
            installHandshakeWriteKeys(negotiated);
        }
        return new WaitEncryptedExtensions(negotiated);
    }

    private ClientState onEncryptedExtensions(WaitEncryptedExtensions wait, HandshakeBytes bytes) {
        Negotiated negotiated = wait.negotiated();
        EncryptedExtensions message = read(bytes, EncryptedExtensions.class);
        ServerParameters parameters = ServerParameters.of(message, negotiated);
        ServerParameters.recordSizeLimit(message)
                .ifPresent(limit -> connection.limitRecords(limit, config.records().receiveAtMostBytes()));
        negotiated.transcript().update(bytes.message());
        ClientState next = negotiated.psk().<ClientState>map(
                psk -> new WaitFinished(Authenticated.byPsk(parameters, psk)))
                .orElseGet(() -> new WaitCertificateOrRequest(parameters));
        if (negotiated.offer().offersEarlyData()) {
            settleEarlyData(parameters, next);
        }
        return next;
    }

    private void settleEarlyData(ServerParameters parameters, ClientState next) {
        if (parameters.earlyData() == EarlyDataReason.ACCEPTED && next instanceof WaitFinished(var server)) {
            SessionInfo early = server.info(config.serverName(), environment.random().bytes(32));
            info = early;
            connection.event(new TlsEvent.EarlyDataAccepted(early));
            return;
        }
        // RFC 9846 4.3.10: SHOULD NOT automatically resend early data; the caller decides
        earlyData.wipe();
        installHandshakeWriteKeys(parameters.negotiated());
        connection.event(new TlsEvent.EarlyDataRejected(parameters.earlyData()));
    }

    private ClientState onCertificateRequest(WaitCertificateOrRequest wait, HandshakeBytes bytes) {
        CertificateRequest request = read(bytes, CertificateRequest.class);
        if (!request.certificateRequestContext().isEmpty()) {
            // RFC 9846 4.4.2: SHALL be zero length unless used for post-handshake authentication
            throw HelloFields.illegal("the CertificateRequest of a handshake has a context");
        }
        connection.event(CredentialChoice.told(request));
        // RFC 9849 6.1.7: if the server requests a client certificate, the client MUST respond with an empty one
        boolean exposed = wait.parameters().negotiated().offer().isExposed();
        CredentialChoice credential = CredentialChoice.of(request, exposed ? List.of() : config.credentials(),
                wait.parameters().clientCertificateType(), environment.time().currentMillis());
        wait.parameters().negotiated().transcript().update(bytes.message());
        return new WaitCertificate(wait.parameters(), credential);
    }

    private ClientState onCertificate(ServerParameters parameters, CredentialChoice clientCredential,
            HandshakeBytes bytes) {
        IncomingCertificate server = ServerProof.certificate(Decompression.certificate(bytes.message(),
                config.certificates(), environment.limits(), bounds), parameters);
        parameters.negotiated().transcript().update(bytes.message());
        return new WaitCertificateVerify(parameters, clientCredential, server);
    }

    /// Possession of the key is proved here; whether to trust it is asked.
    private ClientState onCertificateVerify(WaitCertificateVerify wait, HandshakeBytes bytes) {
        CertificateVerify message = read(bytes, CertificateVerify.class);
        TranscriptHash transcript = wait.parameters().negotiated().transcript();
        new Possession(environment, DelegatedCredential.Use.SERVER,
                wait.parameters().negotiated().offer().signatureSchemes(), config.certificates().delegatedSchemes())
                .require(message, wait.server(), CertificateVerify.serverContent(transcript.current()));
        transcript.update(bytes.message());
        Authenticated candidate = new Authenticated(wait.parameters(), wait.clientCredential(),
                wait.server().identity(), wait.server().staples(), message.algorithm());
        String name = wait.parameters().negotiated().offer().nameToProve(config.serverName());
        connection.ask(
                new VerifyPeerQuestion(connection, wait.server(), name, () -> state = new WaitFinished(candidate)));
        return new VerifyingServer(candidate);
    }

    private ClientState onFinished(WaitFinished wait, HandshakeBytes bytes) {
        Negotiated negotiated = wait.server().negotiated();
        Finished finished = read(bytes, Finished.class);
        finished.verify(negotiated.serverHandshake().verifyData(negotiated.transcript().current()));
        negotiated.transcript().update(bytes.message());
        earlyData.close();
        SecondFlight flight = new SecondFlight(environment, connection, wait.server(), config);
        state = new Signing(flight);
        flight.write(written -> onFlightWritten(written, wait.server().parameters()));
        // Written at once, or waiting for a signature.
        return state;
    }

    private void onFlightWritten(Established session, ServerParameters parameters) {
        if (parameters.negotiated().offer().isExposed()) {
            session.wipe();
            connection.event(new TlsEvent.EchRejected(parameters.retryConfigs()));
            // RFC 9849 6.1.6: abort with ech_required before sending any application data to the server
            throw new TlsAlert(AlertDescription.ECH_REQUIRED, Fault.PEER_INCOMPATIBLE,
                    "the server could not read the Encrypted Client Hello");
        }
        state = new Connected(session);
        info = session.info();
        connection.event(new TlsEvent.HandshakeConfirmed(session.info()));
    }

    private ClientState onNewSessionTicket(Connected connected, HandshakeBytes bytes) {
        ReceivedTicket.of(read(bytes, NewSessionTicket.class), connected.session(), config,
                environment.time().currentMillis())
                .ifPresent(session -> connection.event(new TlsEvent.TicketReceived(session)));
        return connected;
    }

    private void openEarlyData(ClientOffer offer) {
        if (!(offer.psks().getFirst() instanceof OfferedSession session)) {
            throw new IllegalStateException("early data goes with a ticket");
        }
        TranscriptHash transcript = TranscriptHash.start(environment.crypto(), session.hash());
        transcript.update(offer.bytes());
        TrafficSecret secret = session.earlySecret().clientTraffic(transcript.current());
        connection.installWriteKeys(Epoch.EARLY_DATA, secret,
                SuiteParameters.of(session.session().cipherSuite()).orElseThrow().aead());
        secret.destroy();
        earlyData.open(session.session().maxEarlyDataBytes(), session.earlySecret().exporter(transcript.current()));
    }

    private void installHandshakeWriteKeys(Negotiated negotiated) {
        connection.installWriteKeys(Epoch.HANDSHAKE, negotiated.clientHandshake(), negotiated.parameters().aead());
    }

    private void sendChangeCipherSpecIfDue() {
        if (changeCipherSpecDue) {
            changeCipherSpecDue = false;
            connection.sendChangeCipherSpec();
        }
    }

    private static boolean isCertificate(HandshakeType type) {
        return type.equals(HandshakeType.CERTIFICATE) || type.equals(HandshakeType.COMPRESSED_CERTIFICATE);
    }

    private <M extends HandshakeMessage> M read(HandshakeBytes bytes, Class<M> kind) {
        return kind.cast(HandshakeMessage.read(bytes.message(), bounds));
    }

    private TlsAlert unexpected(HandshakeType type) {
        // RFC 9846 4.7.2: a CertificateRequest after the handshake, without post_handshake_auth: unexpected_message
        // RFC 9846 4: a handshake message in an unexpected order: unexpected_message
        return new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED,
                "a " + type + " came in state " + state.getClass().getSimpleName());
    }
}
