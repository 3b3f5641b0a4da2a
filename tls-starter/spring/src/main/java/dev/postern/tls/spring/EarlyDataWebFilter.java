package dev.postern.tls.spring;

import dev.postern.tls.netty.TlsSession;
import dev.postern.tls.spring.EarlyRequestObserver.Action;
import io.netty.channel.Channel;
import org.apache.commons.logging.LogFactory;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// The first filter: gives the exchange its [TlsSession], and holds what came early until the handshake is confirmed.
///
/// It stands before every other filter, so that no session, quota or security decision is taken on a request that may be a replay. Requests
/// wait, reads do not: the TLS handler reads on, or the client's Finished would never be seen.
final class EarlyDataWebFilter implements WebFilter, Ordered {
    /// RFC 8470 5.1
    private static final String EARLY_DATA = "Early-Data";
    private static final String MARKED = EarlyDataWebFilter.class.getName() + ".marked";

    private final ThrottledLog unconfirmed = new ThrottledLog(LogFactory.getLog(EarlyDataWebFilter.class)::warn,
            InstantSource.system());
    private final TlsProperties.Action action;
    private final Supplier<EarlyDataSafety> safety;
    private final EarlyRequestObserver observer;

    /// @param safety asked late: handler mappings exist only after the filters
    EarlyDataWebFilter(TlsProperties.Action action, Supplier<EarlyDataSafety> safety, EarlyRequestObserver observer) {
        this.action = action;
        this.safety = safety;
        this.observer = observer;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        TlsSession session = channelOf(exchange.getRequest()).flatMap(TlsSession::arriving).orElse(null);
        if (exchange.getRequest().getHeaders().containsHeader(EARLY_DATA)) {
            exchange.getAttributes().put(MARKED, true);
        }
        Mono<Void> rest = isMarkedEarly(exchange) ? safeOr(exchange, chain, tooEarly(exchange))
                : chain.filter(exchange);
        if (session == null) {
            // A management port of its own has no TLS of ours; that is not an error.
            return rest;
        }
        exchange.getAttributes().put(TlsSession.class.getName(), session);
        Mono<Void> gated = session.wasEarly() ? early(exchange, chain, session, rest) : rest;
        return gated.contextWrite(context -> context.put(TlsSession.class, session));
    }

    private Mono<Void> early(ServerWebExchange exchange, WebFilterChain chain, TlsSession session, Mono<Void> rest) {
        return safety.get().isSafe(exchange).flatMap(safe -> {
            Action decided = decide(safe, session);
            observe(decided, session, exchange.getRequest());
            return switch (decided) {
                case ALLOWED -> untilFailed(session, chain.filter(exchange));
                case HELD -> heldUntilConfirmed(session).then(Mono.defer(() -> rest));
                case TOO_EARLY -> tooEarly(exchange);
            };
        });
    }

    /// A handshake may have failed by now: the request waited behind another one, or the search for its handler took that long. Then the
    /// request can only be held, for good.
    private Action decide(boolean safe, TlsSession session) {
        if (session.phase() == TlsSession.Phase.FAILED) {
            return Action.HELD;
        }
        if (safe) {
            return Action.ALLOWED;
        }
        return switch (action) {
            case HOLD -> Action.HELD;
            case TOO_EARLY -> Action.TOO_EARLY;
        };
    }

    private void observe(Action decided, TlsSession session, ServerHttpRequest request) {
        if (decided == Action.ALLOWED && session.phase() == TlsSession.Phase.EARLY) {
            observer.dispatchedBeforeFinished();
        }
        String what = request.getMethod() + " from " + request.getRemoteAddress() + ", " + decided.label();
        session.confirmed().subscribe(null, _ -> {
            observer.earlyRequest(decided, false);
            unconfirmed.say("Early request never confirmed: " + what);
        }, () -> observer.earlyRequest(decided, true));
    }

    /// A handshake that fails is no fault of the application's, and is told once, above: the exchange ends with its connection, which is
    /// closing, and not with an error that is logged with its stack.
    static Mono<Void> heldUntilConfirmed(TlsSession session) {
        return session.confirmed().onErrorResume(_ -> Mono.never());
    }

    /// Cancels what acts early at the very moment the handshake fails. The close may come later, where the client reads nothing, and an
    /// exchange that ended in between would have the connection take up the next request of the flight.
    private static Mono<Void> untilFailed(TlsSession session, Mono<Void> acting) {
        Mono<Void> failed = session.confirmed().then(Mono.<Void>never()).onErrorComplete();
        return acting.takeUntilOther(failed)
                .then(Mono.defer(() -> session.phase() == TlsSession.Phase.FAILED ? Mono.never() : Mono.empty()));
    }

    private Mono<Void> safeOr(ServerWebExchange exchange, WebFilterChain chain, Mono<Void> otherwise) {
        return safety.get().isSafe(exchange).flatMap(safe -> safe ? chain.filter(exchange) : otherwise);
    }

    /// RFC 8470 5.1: a request that an intermediary received early cannot be made safe by waiting here. It stays marked where a later filter
    /// takes the header off.
    static boolean isMarkedEarly(ServerWebExchange exchange) {
        return exchange.getAttributes().containsKey(MARKED);
    }

    static Mono<Void> tooEarly(ServerWebExchange exchange) {
        return Mono.defer(() -> {
            exchange.getResponse().setStatusCode(HttpStatus.TOO_EARLY);
            // RFC 8470 5.2: not cacheable by default; said to those caches too that go by fields alone
            exchange.getResponse().getHeaders().setCacheControl(CacheControl.noStore());
            return exchange.getResponse().setComplete();
        });
    }

    private static Optional<Channel> channelOf(ServerHttpRequest request) {
        Object nativeRequest = ServerHttpRequestDecorator.getNativeRequest(request);
        return nativeRequest instanceof Connection connection ? Optional.of(connection.channel()) : Optional.empty();
    }
}
