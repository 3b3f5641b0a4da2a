package dev.postern.tls.spring.timeout;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Gives the exchange the [ExchangeTimeouts] of its request and ends it when they say so. Behind the filter that holds early requests: what is held is bounded by
/// the handshake's confirmation.
public final class ExchangeTimeoutsWebFilter implements WebFilter, Ordered {
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.deferContextual(context -> context.<ExchangeTimeouts>getOrEmpty(ExchangeTimeouts.class)
                .map(timeouts -> timed(exchange, chain, timeouts)).orElseGet(() -> chain.filter(exchange)));
    }

    private static Mono<Void> timed(ServerWebExchange exchange, WebFilterChain chain, ExchangeTimeouts timeouts) {
        exchange.getAttributes().put(ExchangeTimeouts.class.getName(), timeouts);
        return Mono.firstWithSignal(chain.filter(exchange), timeouts.ended()).doFinally(_ -> timeouts.over());
    }
}
