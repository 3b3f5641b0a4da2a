package dev.postern.tls.spring.timeout;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import reactor.core.scheduler.Scheduler;

/// Gives each request its [ExchangeTimeouts] and a body that minds them, before there is an exchange: forms and uploads are read from the request
/// that the exchange was made of, whatever filters put in its place. [ExchangeTimeoutsWebFilter] finds the timeouts in the Reactor Context, which
/// no change of the request loses.
public final class TimedExchanges implements HttpHandlerDecoratorFactory {
    private final Scheduler timer;

    /// @param timer whose time it is
    public TimedExchanges(Scheduler timer) {
        this.timer = timer;
    }

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return (request, response) -> {
            ExchangeTimeouts timeouts = new ExchangeTimeouts(timer);
            return handler.handle(new TimedBody(request, timeouts), response)
                    .contextWrite(context -> context.put(ExchangeTimeouts.class, timeouts));
        };
    }
}
