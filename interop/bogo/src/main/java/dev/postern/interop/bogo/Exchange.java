package dev.postern.interop.bogo;

import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One connection: the handshake, then every byte that comes goes back inverted, until the runner ends it.
final class Exchange {

    /// @param settings   the flags of this connection
    /// @param retry      the flags once early data was refused
    /// @param resumption whether it resumes an earlier one
    record Case(Settings settings, Settings retry, boolean resumption) {}

    private final Side side;
    private final TlsEngine engine;
    private final ShimProcess process;
    private final Case of;
    private final Wire wire;
    private final Inbox inbox = new Inbox();
    private final Application application;
    private Settings settings;
    private boolean confirmed;
    private boolean peerClosed;
    private @Nullable ClientSession received;

    Exchange(Socket socket, Side side, Case of, ShimProcess process) throws IOException {
        this.side = side;
        this.engine = side.engine();
        this.of = of;
        this.process = process;
        this.settings = of.settings();
        this.wire = new Wire(socket, settings.has("-async"));
        this.application = new Application(side, wire.outbox());
    }

    void run() throws IOException {
        try {
            begin();
            if (converse()) {
                checkSession();
                end();
            }
            wire.drain();
        } catch (UnmetException unmet) {
            drainAfter(unmet);
            throw unmet;
        }
    }

    /// A runner that failed first and is gone already takes nothing away from what we found.
    private void drainAfter(UnmetException unmet) {
        try {
            wire.drain();
        } catch (IOException gone) {
            unmet.addSuppressed(gone);
        }
    }

    private void begin() throws IOException {
        try {
            side.start(wire.outbox());
        } catch (TlsAlert alert) {
            throw new UnmetException(Failure.text(alert, "start"));
        }
        boolean early = side.earlyDataCapacity() > 0;
        if (early && settings.has("-expect-no-offer-early-data")) {
            throw new UnmetException("early data was offered");
        }
        if (early && !settings.has("-early-write-after-message")) {
            application.begin(settings);
        }
        wire.flush();
    }

    /// @return whether the connection is still ours to end
    private boolean converse() throws IOException {
        while (!isToBeShut()) {
            if (!wire.readMore()) {
                requireConfirmed();
                return true;
            }
            receive();
            wire.flush();
            if (peerClosed) {
                requireConfirmed();
                return true;
            }
        }
        return true;
    }

    private boolean isToBeShut() {
        return confirmed && settings.has("-shim-shuts-down") && application.isIdle();
    }

    private void requireConfirmed() {
        if (!confirmed) {
            throw new UnmetException("the runner closed before the handshake was complete");
        }
    }

    private void receive() {
        boolean more = true;
        while (more) {
            int consumed = engine.receive(wire.buffer(), 0, wire.filled(), wire.outbox(), inbox);
            wire.consume(consumed);
            if (consumed > 0) {
                writeLate(HandshakeType.SERVER_HELLO);
            }
            boolean answered = false;
            takeAll();
            for (Optional<Pause<?>> question = engine.pause(); question.isPresent(); question = engine.pause()) {
                side.answer(question.get(), settings, wire.outbox(), inbox);
                takeAll();
                answered = true;
            }
            more = answered || (consumed > 0 && wire.filled() > 0);
        }
    }

    /// Early data that the flags hold back until the server has said so much.
    private void writeLate(HandshakeType said) {
        if (settings.number("-early-write-after-message", 0) == said.code() && side.earlyDataCapacity() > 0
                && !application.hasBegun()) {
            application.begin(settings);
        }
    }

    private void takeAll() {
        for (Inbox.Item item = inbox.items().poll(); item != null; item = inbox.items().poll()) {
            switch (item) {
                case Inbox.Item.Data(byte[] bytes) -> data(bytes);
                case Inbox.Item.Event(TlsEvent event) -> happened(event);
            }
        }
    }

    private void data(byte[] bytes) {
        if (settings.has("-shim-shuts-down") && confirmed) {
            throw new UnmetException("application data while shutting down");
        }
        application.echo(bytes);
    }

    private void happened(TlsEvent event) {
        switch (event) {
            case TlsEvent.EarlyDataAccepted(SessionInfo _) when settings.has("-server") -> application.begin(settings);
            case TlsEvent.EarlyDataAccepted _ when !settings.has("-server") ->
                writeLate(HandshakeType.ENCRYPTED_EXTENSIONS);
            case TlsEvent.EarlyDataRejected _ when !settings.has("-server") -> retry();
            case TlsEvent.HandshakeConfirmed(SessionInfo info) -> confirm(info);
            case TlsEvent.TicketReceived(ClientSession session) -> {
                received = session;
                process.keepSession(session);
            }
            case TlsEvent.EchRejected(var retryConfigs) -> EncryptedHello.checkRetryConfigs(retryConfigs, settings);
            case TlsEvent.CertificateRequested request -> checkRequest(request);
            case TlsEvent.PeerClosed _ -> peerClosed = true;
            case TlsEvent.Failed(TlsAlert alert, String phase) -> fail(alert, phase);
            case TlsEvent.EarlyDataAccepted _,TlsEvent.EarlyDataRejected _,TlsEvent.EarlyDataEnded _,TlsEvent.KeysUpdated _ ->
                {}
        }
    }

    private void checkRequest(TlsEvent.CertificateRequested request) {
        settings.text("-expect-client-ca-list").ifPresent(list -> Expectation.equal("authorities", list,
                request.authorities().stream().map(HexFormat.of()::formatHex).collect(Collectors.joining(","))));
        List<Integer> schemes = settings.numbers("-expect-peer-verify-pref");
        if (!schemes.isEmpty()) {
            Expectation.equal("signature schemes", schemes,
                    request.schemes().stream().map(SignatureScheme::code).toList());
        }
    }

    /// Nothing that was sent early has arrived. From here on the connection has other flags.
    private void retry() {
        if (!settings.has("-expect-reject-early-data")) {
            throw new UnmetException("early data was rejected");
        }
        settings = of.retry();
        application.forget();
    }

    private void confirm(SessionInfo info) {
        if (settings.has("-handshake-never-done")) {
            throw new UnmetException("the handshake completed");
        }
        if (info.resumed() && settings.has("-reverify-on-resume")
                && info.peerIdentity() instanceof KeyHolder peer
                && Verification.judge(peer, settings) instanceof PeerVerdict.Refused(var alert, var sentence)) {
            engine.abort(new TlsAlert(alert, Fault.PEER_MISBEHAVED, sentence), wire.outbox(), inbox);
            return;
        }
        confirmed = true;
        SessionCheck.check(info, settings, of.resumption());
        side.check(info, settings);
        if (!application.hasBegun()) {
            application.begin(settings);
        }
        application.goOn();
    }

    private void fail(TlsAlert alert, String phase) {
        if (Versions.isOlderWanted(alert, settings)) {
            throw new NotImplementedException("(a runner without TLS 1.3)");
        }
        throw new UnmetException(Failure.text(alert, phase));
    }

    /// A client must have got a ticket that it can use, on every connection.
    private void checkSession() {
        if (settings.has("-server")) {
            return;
        }
        boolean wanted = !settings.has("-expect-no-session") && !settings.has("-shim-shuts-down");
        if (wanted != (received != null)) {
            throw new UnmetException(wanted ? "no ticket came" : "a ticket came");
        }
        if (wanted && received != null) {
            Expectation.equal("early data in the ticket", settings.has("-expect-ticket-supports-early-data"),
                    received.maxEarlyDataBytes() > 0);
        }
    }

    /// Quietly, unless the flags want close_notify in both directions.
    private void end() throws IOException {
        if (!settings.has("-check-close-notify")) {
            return;
        }
        engine.close(wire.outbox());
        wire.flush();
        while (settings.has("-shim-shuts-down") && !peerClosed && wire.readMore()) {
            receive();
        }
        if (!peerClosed) {
            throw new UnmetException("the runner closed without close_notify");
        }
    }
}
