package dev.postern.tls.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A peer that stops reading must not keep us from closing: whatever comes first, the flushed close_notify or the end of patience.
final class CloseTimer {
    private CloseTimer() {}

    static void whenFlushed(ChannelHandlerContext context, ChannelPromise flushed, long patienceMillis, Runnable then) {
        AtomicBoolean done = new AtomicBoolean();
        Runnable once = () -> {
            if (done.compareAndSet(false, true)) {
                then.run();
            }
        };
        if (patienceMillis <= 0) {
            flushed.addListener(_ -> once.run());
            return;
        }
        Future<?> timer = context.executor().schedule(once, patienceMillis, TimeUnit.MILLISECONDS);
        flushed.addListener(_ -> {
            timer.cancel(false);
            once.run();
        });
    }
}
