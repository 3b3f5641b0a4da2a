package dev.postern.gateway.listener;

import io.netty.util.ReferenceCountUtil;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Parts of pipelined requests: each is taken when its exchange has its turn, and parked until then.
final class ParkedMessages {
    /// With more, the client's socket waits.
    private static final int MOST = 64;

    private final Predicate<Object> hasToWait;
    private final Consumer<Object> taker;
    private final ArrayDeque<Object> parked = new ArrayDeque<>(0);
    private boolean working;

    /// @param hasToWait whether a message is not part of the exchange that is under way
    /// @param taker     takes those that are
    ParkedMessages(Predicate<Object> hasToWait, Consumer<Object> taker) {
        this.hasToWait = hasToWait;
        this.taker = taker;
    }

    /// @return whether it was parked, and not taken at once
    boolean park(Object message) {
        if (parked.isEmpty() && !hasToWait.test(message)) {
            taker.accept(message);
            return false;
        }
        parked.add(message);
        return true;
    }

    /// An exchange is over: those of the next are taken, which may be over at once, too.
    void takeTurn() {
        if (working) {
            return;
        }
        working = true;
        while (!parked.isEmpty() && !hasToWait.test(parked.peek())) {
            taker.accept(parked.poll());
        }
        working = false;
    }

    boolean isEmpty() {
        return parked.isEmpty();
    }

    boolean isFull() {
        return parked.size() >= MOST;
    }

    /// Nobody answers them any more.
    void drop() {
        parked.forEach(ReferenceCountUtil::release);
        parked.clear();
    }
}
