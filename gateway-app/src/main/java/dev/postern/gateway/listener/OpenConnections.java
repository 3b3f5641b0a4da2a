package dev.postern.gateway.listener;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Every connection of a listener, so that it can leave in good order. Entered and left once per connection, from any event loop.
final class OpenConnections {
    private final Set<OpenConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final CompletableFuture<Void> emptied = new CompletableFuture<>();
    private final int most;
    private volatile boolean leaving;
    private volatile boolean closed;
    private volatile long lastAcceptedNanos = System.nanoTime();

    OpenConnections(int most) {
        this.most = most;
    }

    /// @return false when there are too many
    boolean reserve() {
        lastAcceptedNanos = System.nanoTime();
        if (count.incrementAndGet() > most) {
            release();
            return false;
        }
        return true;
    }

    /// Whether less than a tenth of the places is free.
    boolean isCrowded() {
        return count.get() > most - most / 10;
    }

    void release() {
        if (count.decrementAndGet() == 0 && closed) {
            emptied.complete(null);
        }
    }

    void add(OpenConnection connection) {
        open.add(connection);
        if (leaving) {
            connection.leave();
        }
    }

    void remove(OpenConnection connection) {
        open.remove(connection);
    }

    boolean isLeaving() {
        return leaving;
    }

    /// Tells every connection to go, those that still come included.
    void leave() {
        leaving = true;
        open.forEach(OpenConnection::leave);
    }

    /// No more will come. @return completes with the last one's end
    CompletionStage<Void> emptied() {
        closed = true;
        if (count.get() == 0) {
            emptied.complete(null);
        }
        return emptied;
    }

    long lastAcceptedNanos() {
        return lastAcceptedNanos;
    }

    void closeIdle() {
        open.forEach(OpenConnection::closeIfIdle);
    }

    void closeAll() {
        open.forEach(OpenConnection::closeNow);
    }

    int count() {
        return count.get();
    }
}
