package dev.postern.tls.spring.timeout;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/// Gives the exchange its [ExchangeTimeouts] and ends it when they say so. Behind the filter that holds early requests: what is held is bounded by
/// the handshake's confirmation.
public final class ExchangeTimeoutsWebFilter implements WebFilter, Ordered {
    private final Scheduler timer;

    /// @param timer whose time it is
    public ExchangeTimeoutsWebFilter(Scheduler timer) {
        this.timer = timer;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ExchangeTimeouts timeouts = new ExchangeTimeouts(timer);
        exchange.getAttributes().put(ExchangeTimeouts.class.getName(), timeouts);
        ServerWebExchange timed = exchange.mutate().request(new TimedBody(exchange.getRequest(), timeouts)).build();
        return Mono.firstWithSignal(chain.filter(timed), timeouts.ended()).doFinally(_ -> timeouts.over());
    }
}
