package dev.postern.tls.spring;

import dev.postern.tls.netty.TlsSession;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import java.util.function.Supplier;

/// The last filter: asks once more for the handler of what [EarlyDataWebFilter] let through, as the request is now.
///
/// The filters in between may have given it another path or method. Without this, an attacker who replays a flight would write the request so
/// that it looks like one for a safe handler and becomes one for another. What is stopped here counts as allowed: the filters have acted on it.
final class EarlyDispatchWebFilter implements WebFilter, Ordered {
    private final TlsProperties.Action action;
    private final Supplier<EarlyDataSafety> safety;

    /// @param safety asked late: handler mappings exist only after the filters
    EarlyDispatchWebFilter(TlsProperties.Action action, Supplier<EarlyDataSafety> safety) {
        this.action = action;
        this.safety = safety;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        TlsSession session = exchange.getAttribute(TlsSession.class.getName());
        if (EarlyDataWebFilter.isMarkedEarly(exchange)) {
            return safeOr(exchange, chain, EarlyDataWebFilter.tooEarly(exchange));
        }
        if (session == null || session.phase() == TlsSession.Phase.CONFIRMED) {
            return chain.filter(exchange);
        }
        return safeOr(exchange, chain, switch (action) {
            case HOLD -> EarlyDataWebFilter.heldUntilConfirmed(session).then(Mono.defer(() -> chain.filter(exchange)));
            case TOO_EARLY -> EarlyDataWebFilter.tooEarly(exchange);
        });
    }

    private Mono<Void> safeOr(ServerWebExchange exchange, WebFilterChain chain, Mono<Void> otherwise) {
        return safety.get().isSafe(exchange).flatMap(safe -> safe ? chain.filter(exchange) : otherwise);
    }
}
