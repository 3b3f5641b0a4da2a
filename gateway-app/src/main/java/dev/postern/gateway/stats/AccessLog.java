package dev.postern.gateway.stats;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A line for each request that ended, to the logger `postern.access`; off unless that is at `info`.
///
/// Event loops hand lines over and never wait for whoever writes them: what does not fit is dropped, and the next line says how many.
public final class AccessLog implements AutoCloseable {
    /// The one that nobody reads.
    public static final AccessLog NONE = new AccessLog(LoggerFactory.getLogger("postern.access.none"));

    private static final int MOST_WAITING = 10_000;

    private final Logger log;
    private final BlockingQueue<Line> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private @Nullable Thread writer;

    /// @param peer      address
    /// @param host      its name; null when none was found, as the next two
    /// @param path      as it was matched, without query; null when the request got no further than that
    /// @param early     what was done about early data: `held`, `allowed`, `too_early`, or `marked` for one that came with the field; null
    ///     for a request that was not early
    /// @param handshake where it stood when the request ended, `early`, `confirmed` or `failed`; null without TLS
    public record Line(String peer, @Nullable String host, @Nullable String route, @Nullable String upstream,
            String method, @Nullable String path, int status, long tookNanos, @Nullable String early,
            @Nullable String handshake) {
        /// As `key=value`. Nothing here can hold a line break: names are checked, and a path is normalised.
        String text() {
            return "peer=" + peer + " host=" + name(host) + " route=" + name(route) + " upstream=" + name(upstream)
                    + " method=" + method + " path=" + (path == null ? "-" : path) + " status=" + status + " ms="
                    + tookNanos / 1_000_000 + " early=" + (early == null ? "no" : early) + " handshake="
                    + (handshake == null ? "-" : handshake);
        }

        private static String name(@Nullable String name) {
            return name == null ? "-" : '"' + name.replace('"', '\'') + '"';
        }
    }

    AccessLog(Logger log) {
        this.log = log;
    }

    /// One that writes in a thread of its own.
    static AccessLog started() {
        AccessLog started = new AccessLog(LoggerFactory.getLogger("postern.access"));
        started.writer = Thread.ofPlatform().daemon().name("access-log").start(started::write);
        return started;
    }

    /// Asked before a line is made.
    public boolean isOn() {
        return writer != null && log.isInfoEnabled();
    }

    /// From an event loop.
    public void add(Line line) {
        if (!waiting.offer(line)) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (true) {
                Line line = waiting.take();
                long lost = dropped.getAndSet(0);
                if (lost > 0) {
                    log.info("{} lines did not fit", lost);
                }
                log.info("{}", line.text());
            }
        } catch (InterruptedException end) {
            // The process leaves.
        }
    }

    @Override
    public void close() {
        Thread running = writer;
        if (running != null) {
            running.interrupt();
        }
    }
}
