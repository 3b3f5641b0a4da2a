package dev.postern.tls.server;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.connection.Role;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.keys.Exporter;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.record.EarlyDataSkip;
import dev.postern.tls.record.HandshakeBytes;
import dev.postern.tls.server.ServerState.ChoosingConfig;
import dev.postern.tls.server.ServerState.Closed;
import dev.postern.tls.server.ServerState.Connected;
import dev.postern.tls.server.ServerState.JudgingEarlyData;
import dev.postern.tls.server.ServerState.OpeningTicket;
import dev.postern.tls.server.ServerState.Signing;
import dev.postern.tls.server.ServerState.VerifyingPeer;
import dev.postern.tls.server.ServerState.WaitCertificate;
import dev.postern.tls.server.ServerState.WaitCertificateVerify;
import dev.postern.tls.server.ServerState.WaitClientHello;
import dev.postern.tls.server.ServerState.WaitEndOfEarlyData;
import dev.postern.tls.server.ServerState.WaitFinished;
import dev.postern.tls.server.ServerState.WaitSecondClientHello;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// The server's handshake (RFC 9846 A.2): orders the answers of [CipherSuiteChoice], [KeyShareChoice], [PskChoice], [CertificateChoice],
/// [ApplicationProtocolChoice] and of the early-data decision, and decides nothing itself.
public final class ServerHandshake implements Role {
    private final EngineEnvironment environment;
    private final Connection connection;
    private final IncomingMessages messages;
    private final EchDecision ech;
    private final ClientFlight clientFlight;
    private final PendingSecrets secrets = new PendingSecrets();
    private ServerState state = new WaitClientHello();
    private byte @Nullable [] clientHello;
    private @Nullable Flight flight;
    private int unconfirmedBytesLeft;

    /// @param keys to open inner hellos with
    public ServerHandshake(EngineEnvironment environment, EchKeys keys) {
        this.environment = environment;
        this.unconfirmedBytesLeft = environment.limits().unconfirmedBytes();
        this.connection = new Connection(environment, this);
        this.messages = new IncomingMessages(environment.limits());
        this.ech = new EchDecision(environment.crypto(), keys, messages);
        this.clientFlight = new ClientFlight(environment, connection, messages);
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void onMessage(HandshakeBytes message) {
        state = switch (state) {
            case WaitClientHello _ -> onClientHello(message);
            case WaitSecondClientHello s -> onSecondClientHello(s, message);
            case WaitEndOfEarlyData s -> clientFlight.onEndOfEarlyData(s, message);
            case WaitCertificate s -> clientFlight.onCertificate(s, message);
            case WaitCertificateVerify s -> clientFlight.onCertificateVerify(s, message, this::onPeerTrusted);
            case WaitFinished s -> onFinished(s, message);
            case ChoosingConfig _,OpeningTicket _,JudgingEarlyData _,Signing _,VerifyingPeer _,Connected _,Closed _ ->
                throw IncomingMessages.unexpected(message, state);
        };
    }

    private ServerState onClientHello(HandshakeBytes message) {
        ReceivedHello hello = ech.first(message, () -> received(message));
        clientHello = message.message();
        connection.allowChangeCipherSpec();
        if (hello.offersEarlyData() && !hello.message().offersTls13()) {
            connection.event(new TlsEvent.EarlyDataRejected(EarlyDataReason.PROTOCOL_VERSION));
        }
        HelloChecks.require(hello);
        connection.ask(new Questions.ChooseConfig(connection, hello.view(),
                config -> state = onConfigChosen(hello, config)));
        return new ChoosingConfig();
    }

    private ReceivedHello received(HandshakeBytes message) {
        return new ReceivedHello(messages.read(message, ClientHello.class, state), message.message(),
                new EchOutcome.NotOffered());
    }

    private ServerState onConfigChosen(ReceivedHello hello, TlsServerConfig config) {
        connection.shapeRecords(config.records());
        CipherSuite suite = CipherSuiteChoice.of(hello.message().cipherSuites(),
                suitesFor(hello, config), config.suiteRanking());
        return switch (KeyShareChoice.of(hello, usableGroups(config), config.groupRanking(),
                config.preferences().shareBeforeRank())) {
            case KeyShareChoice.Retry(NamedGroup group) -> retry(hello, config, suite, group);
            case KeyShareChoice.Share(KeyShareEntry share) -> {
                TranscriptHash transcript = TranscriptHash.start(environment.crypto(),
                        SuiteParameters.of(suite).orElseThrow().hash());
                yield afterNegotiation(new Negotiation(config, hello, suite, share, protocol(hello, config), transcript,
                        hello.offersEarlyData(), false, List.of()));
            }
        };
    }

    private ServerState retry(ReceivedHello first, TlsServerConfig config, CipherSuite suite, NamedGroup group) {
        connection.requireEndOfFlight();
        HelloRetry retry = HelloRetry.of(first, suite, group, config.cookieKey(), environment.crypto());
        connection.sendHandshake(retry.message());
        connection.flush();
        if (first.getsChangeCipherSpec(config.preferences())) {
            // RFC 9846 E.4: immediately after its first handshake message
            connection.sendChangeCipherSpec();
        }
        if (first.offersEarlyData()) {
            connection.skipEarlyData(EarlyDataSkip.OUTER_TYPE);
            // Said now: whoever replays a flight has no second hello to send.
            connection.event(new TlsEvent.EarlyDataRejected(EarlyDataReason.HELLO_RETRY_REQUEST));
        }
        return new WaitSecondClientHello(first, config, suite, group, retry);
    }

    private ServerState onSecondClientHello(WaitSecondClientHello s, HandshakeBytes message) {
        ReceivedHello second = ech.second(s.first(), message, () -> received(message));
        HelloChecks.require(second);
        HelloChecks.requireSameBut(s.first(), second, s.group());
        TranscriptHash transcript = s.retry().transcript(second, s.cipherSuite(), s.group(), s.config().cookieKey(),
                environment.crypto());
        KeyShareEntry share = second.keyShares().clientShares().getFirst();
        return afterNegotiation(new Negotiation(s.config(), second, s.cipherSuite(), share,
                protocol(second, s.config()), transcript, s.first().offersEarlyData(), true,
                DroppedPsks.between(s.first(), second)));
    }

    private ServerState afterNegotiation(Negotiation negotiation) {
        return new PskSelection(environment, connection, negotiation, secrets, next -> state = next)
                .select(psk -> onPskSelected(negotiation, psk));
    }

    private ServerState onPskSelected(Negotiation negotiation, @Nullable PskUse psk) {
        return new EarlyDataQuestion(environment, connection, negotiation, psk, next -> state = next)
                .decide(reason -> writeFlight(negotiation, psk, reason));
    }

    private ServerState writeFlight(Negotiation negotiation, @Nullable PskUse psk, EarlyDataReason reason) {
        FlightWriter writer = new FlightWriter(environment, connection, negotiation, psk, reason, secrets);
        return writer.write(written -> onFlightWritten(written, reason), next -> state = next);
    }

    private ServerState onFlightWritten(Flight written, EarlyDataReason reason) {
        flight = written;
        if (reason == EarlyDataReason.ACCEPTED) {
            connection.event(new TlsEvent.EarlyDataAccepted(written.info()));
            return new WaitEndOfEarlyData(written);
        }
        boolean saidBefore = reason == EarlyDataReason.HELLO_RETRY_REQUEST;
        if (reason != EarlyDataReason.NOT_OFFERED && !saidBefore) {
            connection.event(new TlsEvent.EarlyDataRejected(reason));
        }
        return written.asksForCertificate() ? new WaitCertificate(written) : new WaitFinished(written);
    }

    private void onPeerTrusted(Flight proved) {
        flight = proved;
        state = new WaitFinished(proved);
    }

    private ServerState onFinished(WaitFinished s, HandshakeBytes message) {
        clientFlight.onFinished(s, message);
        secrets.wipe();
        clientHello = null;
        return new Connected();
    }

    private @Nullable String protocol(ReceivedHello hello, TlsServerConfig config) {
        return ApplicationProtocolChoice.of(hello.applicationProtocols(), config.applicationProtocols(),
                config.requireApplicationProtocol()).orElse(null);
    }

    /// A PSK belongs to a hash: where one is to be used, only the suites of that hash can be.
    private List<CipherSuite> suitesFor(ReceivedHello hello, TlsServerConfig config) {
        List<CipherSuite> usable = usableSuites(config);
        return CertificateChoice.comesBeforePsk(hello, config, environment.time().currentMillis())
                ? usable
                : ExternalPskChoice.suitesFor(hello, config.externalPsks(), usable);
    }

    private List<CipherSuite> usableSuites(TlsServerConfig config) {
        return config.cipherSuites().stream().filter(suite -> SuiteParameters.of(suite).map(SuiteParameters::aead)
                .filter(environment.crypto().aeads()::contains).isPresent()).toList();
    }

    private List<NamedGroup> usableGroups(TlsServerConfig config) {
        return config.groups().stream().filter(environment.crypto().groups()::contains).toList();
    }

    @Override
    public TlsEngine.Stage stage() {
        return switch (state) {
            case WaitClientHello _ -> TlsEngine.Stage.CLIENT_HELLO;
            case ChoosingConfig _,WaitSecondClientHello _,OpeningTicket _,JudgingEarlyData _,Signing _,WaitCertificate _,WaitCertificateVerify _,VerifyingPeer _ ->
                TlsEngine.Stage.HANDSHAKE;
            case WaitEndOfEarlyData _ -> TlsEngine.Stage.UNCONFIRMED;
            case WaitFinished(Flight written) -> written.acceptedEarlyData()
                    ? TlsEngine.Stage.UNCONFIRMED
                    : TlsEngine.Stage.HANDSHAKE;
            case Connected _ -> TlsEngine.Stage.CONNECTED;
            case Closed _ -> TlsEngine.Stage.CLOSED;
        };
    }

    /// RFC 9846 2: a server may send application data once its Finished is out; we do so only where early data asked for it, since the
    /// client has not proved that it is there.
    @Override
    public int sendable(int lengthBytes) {
        return switch (stage()) {
            case UNCONFIRMED -> Math.min(lengthBytes, unconfirmedBytesLeft);
            case CONNECTED -> lengthBytes;
            case CLIENT_HELLO, HANDSHAKE, CLOSED -> 0;
        };
    }

    /// So much application data went out.
    public void sent(int bytes) {
        if (stage() == TlsEngine.Stage.UNCONFIRMED) {
            unconfirmedBytesLeft -= bytes;
        }
    }

    @Override
    public String phase() {
        return state.phase();
    }

    /// Empty until our flight is written.
    public Optional<SessionInfo> session() {
        return Optional.ofNullable(flight).map(Flight::info).map(info -> connection.isOverEarlyDataLimit()
                ? info.withEarlyData(EarlyDataReason.OVER_LIMIT)
                : info);
    }

    /// Empty before the client is confirmed: what is exported earlier could be a replay's.
    public Optional<Exporter> exporter() {
        return state instanceof Connected ? Optional.ofNullable(flight).map(Flight::exporter) : Optional.empty();
    }

    /// From our Finished on where early data was accepted, else as [#exporter].
    public Optional<Exporter> unconfirmedExporter() {
        return switch (stage()) {
            case UNCONFIRMED, CONNECTED -> Optional.ofNullable(flight).map(Flight::exporter);
            case CLIENT_HELLO, HANDSHAKE, CLOSED -> Optional.empty();
        };
    }

    /// Empty where no early data was accepted.
    public Optional<Exporter> earlyExporter() {
        return stage() == TlsEngine.Stage.CLOSED
                ? Optional.empty()
                : Optional.ofNullable(flight).map(Flight::earlyExporter);
    }

    /// The ClientHello as it came, until the handshake is over.
    public Optional<byte[]> clientHello() {
        return Optional.ofNullable(clientHello).map(byte[]::clone);
    }

    @Override
    public void wipe() {
        state = new Closed();
        secrets.wipe();
        if (flight != null) {
            flight.wipe();
        }
    }
}
