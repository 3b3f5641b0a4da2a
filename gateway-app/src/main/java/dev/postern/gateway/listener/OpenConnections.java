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

    OpenConnections(int most) {
        this.most = most;
    }

    /// @return false when there are too many
    boolean reserve() {
        if (count.incrementAndGet() > most) {
            release();
            return false;
        }
        return true;
    }

    void release() {
        if (count.decrementAndGet() == 0 && leaving) {
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

    CompletionStage<Void> leave() {
        leaving = true;
        open.forEach(OpenConnection::leave);
        if (count.get() == 0) {
            emptied.complete(null);
        }
        return emptied;
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
