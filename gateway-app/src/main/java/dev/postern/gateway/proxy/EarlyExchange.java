package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.Route;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.stats.UnconfirmedRequests;
import dev.postern.tls.netty.TlsSession;
import dev.postern.tls.spring.EarlyRequestObserver.Action;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import java.util.Locale;

/// What early data means to one request: whether it came so, what is done about it, and what becomes of it when the handshake ends.
final class EarlyExchange {
    private final ProxyContext context;
    private final ClientConnection connection;
    private final @Nullable TlsSession session;
    private final boolean early;
    private @Nullable Disposable confirmation;
    private EarlyDecision decision = EarlyDecision.FORWARD;
    private @Nullable EarlyPermission permission;
    private boolean marked;
    private boolean sent;
    private boolean answered;
    private boolean triedAgain;

    private EarlyExchange(ProxyContext context, ClientConnection connection, @Nullable TlsSession session) {
        this.context = context;
        this.connection = connection;
        this.session = session;
        // Fixed when it arrives: what is confirmed later does not make it less early.
        this.early = session != null && session.wasEarly();
    }

    static EarlyExchange arriving(ProxyContext context, ClientConnection connection, Channel channel) {
        return new EarlyExchange(context, connection,
                connection.isSecure() ? TlsSession.arriving(channel).orElse(null) : null);
    }

    /// A fact of its arrival.
    boolean cameEarly() {
        return early;
    }

    /// Whether it can never be confirmed any more: it waited behind another request, while the handshake failed.
    boolean isLost() {
        TlsSession tls = session;
        return tls != null && tls.phase() == TlsSession.Phase.FAILED;
    }

    /// It carries `Early-Data`, so somebody before us received it early.
    void cameMarked() {
        marked = true;
    }

    /// Whether the route names this request, and host and gate let it be acted on. Asked before its fields are made those of the next hop.
    void ask(RequestDestination.Found to, HttpRequest request) {
        if (early) {
            permission = EarlyPermission.ask(context, connection, to, request).orElse(null);
        }
    }

    /// @param switching whether it asks for another protocol, whose messages could not be marked as early
    EarlyDecision decide(HttpRequest request, Route route, boolean switching) {
        // RFC 8470 3: a replay comes from whoever replays; what a peer may say for its address alone waits for the confirmation
        decision = EarlyDecision.of(early, marked, route,
                permission != null && !switching && !connection.isTrustedPeer());
        if (marked || decision == EarlyDecision.ACT) {
            ForwardedFields.markEarly(request.headers());
        }
        return decision;
    }

    /// Counts how the handshake ends, and tells what it cancelled.
    void follow(HttpRequest request, Host host, Route route) {
        TlsSession tls = session;
        Action action = action();
        if (tls == null || action == null) {
            return;
        }
        String method = request.method().name();
        tls.confirmed().subscribe(null, _ -> {
            context.metrics().tls().earlyRequest(action, false);
            if (action != Action.TOO_EARLY) {
                context.metrics().earlyRequestNeverConfirmed(new UnconfirmedRequests.Told(
                        connection.peerText().toString(), host.name(), route.name(), method, action.label(),
                        answered));
            }
        }, () -> context.metrics().tls().earlyRequest(action, true));
    }

    /// It has its answer, ours or the upstream's. One that its client gave up has none.
    void answered() {
        answered = true;
    }

    private @Nullable Action action() {
        return early ? switch (decision) {
            case ACT -> Action.ALLOWED;
            case HOLD -> Action.HELD;
            case TOO_EARLY -> Action.TOO_EARLY;
            case FORWARD, FORWARD_MARKED -> null;
        } : null;
    }

    /// For the access log: what was done for early data, or null.
    @Nullable
    String label() {
        Action action = action();
        return action != null ? action.label() : marked ? "marked" : null;
    }

    /// Where the handshake stands, for the access log; null without TLS.
    @Nullable
    String handshake() {
        TlsSession tls = session;
        return tls == null ? null : tls.phase().name().toLowerCase(Locale.ROOT);
    }

    /// Runs one of the two when it is known which, which may be now.
    void whenConfirmed(Runnable then, Runnable otherwise) {
        TlsSession tls = session;
        dispose();
        if (tls == null) {
            then.run();
        } else {
            confirmation = tls.confirmed().subscribe(null, _ -> otherwise.run(), then);
        }
    }

    /// RFC 8470 5.2: an intermediary MUST relay a 425 if the request came with the field; otherwise it MAY retry once the handshake is
    /// complete.
    boolean mayTryAgain(int status) {
        return status == 425 && decision == EarlyDecision.ACT && !marked && !triedAgain;
    }

    /// What came with the field goes to an upstream alone that is known to honour it, also if that has changed while its connection or the
    /// confirmation was waited for.
    boolean mustNotReach(Upstream upstream) {
        if (!marked) {
            return false;
        }
        // RFC 8470 6.1: an intermediary MUST NOT forward it to an origin that is not known to honour the field
        Upstream now = context.snapshots().current().upstreams().get(upstream.id());
        return now == null || !now.earlyDataAware();
    }

    /// Asked each time right before it is sent, which is counted where it is early: whether what it was allowed when it came still holds. Once
    /// confirmed, it is no replay.
    boolean maySend() {
        EarlyPermission given = permission;
        if (decision != EarlyDecision.ACT || triedAgain || given == null) {
            return true;
        }
        if (sent) {
            // RFC 9110 9.2.2: a client may send an idempotent request again on a new connection; but then one captured flight acted twice. It
            // goes again behind the confirmation, as what it is then.
            return false;
        }
        boolean confirmed = isConfirmed();
        sent = confirmed || given.stillHolds();
        if (sent && !confirmed) {
            context.metrics().tls().dispatchedBeforeFinished();
        }
        return sent;
    }

    private boolean isConfirmed() {
        TlsSession tls = session;
        return tls != null && tls.phase() == TlsSession.Phase.CONFIRMED;
    }

    /// It is sent once more behind the confirmation, when it is no longer early.
    void triesAgain(HttpRequest request) {
        triedAgain = true;
        // RFC 8470 5.1: whoever marked the request on its way here may still know it as early.
        if (!marked) {
            request.headers().remove(ForwardedFields.EARLY_DATA);
        }
    }

    /// Nobody waits for the confirmation any more.
    void dispose() {
        Disposable waiting = confirmation;
        if (waiting != null) {
            waiting.dispose();
        }
    }
}
