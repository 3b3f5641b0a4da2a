package dev.postern.tls.spring.timeout;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import java.util.concurrent.atomic.AtomicLong;

/// A request whose body says when it is waited for. A handler that takes its time between two pieces is not its client's fault.
final class TimedBody extends ServerHttpRequestDecorator {
    private final ExchangeTimeouts timeouts;

    TimedBody(ServerHttpRequest request, ExchangeTimeouts timeouts) {
        super(request);
        this.timeouts = timeouts;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        AtomicLong wanted = new AtomicLong();
        return super.getBody().doOnRequest(more -> {
            wanted.accumulateAndGet(more, Operators::addCap);
            timeouts.bodyAwaited(true);
        }).doOnNext(piece -> timeouts.bodyAwaited(remaining(wanted) > 0)).doFinally(_ -> timeouts.bodyAwaited(false))
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release).takeUntilOther(timeouts.bodyEnded());
    }

    private static long remaining(AtomicLong wanted) {
        return wanted.updateAndGet(value -> value == Long.MAX_VALUE ? value : value - 1);
    }
}
