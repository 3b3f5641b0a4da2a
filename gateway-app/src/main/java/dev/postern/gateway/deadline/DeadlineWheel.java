package dev.postern.gateway.deadline;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The deadlines of one event loop, in slots by time: setting, moving and clearing one is a few field writes.
///
/// An event loop's own scheduler keeps a heap and an object per timer, which four timers per request would make a tenth of the
/// whole hop. Here a deadline is met up to two ticks late and never early.
public final class DeadlineWheel {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineWheel.class);
    public static final long NEVER = Long.MAX_VALUE;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final int SLOTS = 1024;
    private static final FastThreadLocal<DeadlineWheel> OF_THIS_LOOP = new FastThreadLocal<>();

    private final EventLoop loop;
    private final @Nullable Deadline[] slots = new Deadline[SLOTS];
    private int size;
    private boolean ticking;
    private long tick;
    private long nowNanos;

    private DeadlineWheel(EventLoop loop) {
        this.loop = loop;
    }

    /// The wheel of this loop, on whose thread the caller runs.
    public static DeadlineWheel of(EventLoop loop) {
        DeadlineWheel wheel = OF_THIS_LOOP.get();
        if (wheel == null) {
            if (!loop.inEventLoop()) {
                throw new IllegalStateException("a wheel belongs to its event loop's thread");
            }
            wheel = new DeadlineWheel(loop);
            OF_THIS_LOOP.set(wheel);
        }
        return wheel;
    }

    public Deadline deadline(Runnable passed) {
        return new Deadline(this, passed);
    }

    /// The loop's coarse clock; a tick behind at most while any deadline is set.
    public long nowNanos() {
        if (!ticking) {
            nowNanos = System.nanoTime();
        }
        return nowNanos;
    }

    /// When that much time will have passed; never before it.
    public long after(Duration duration) {
        long nanos;
        try {
            nanos = duration.toNanos();
        } catch (ArithmeticException unlimited) {
            return NEVER;
        }
        return afterNanos(nanos);
    }

    /// When that many nanoseconds will have passed; never before it.
    public long afterNanos(long nanos) {
        long now = nowNanos();
        long at = now + nanos + TICK_NANOS;
        return at < 0 && now > 0 ? NEVER : at;
    }

    void set(Deadline deadline, long atNanos) {
        startTicking();
        deadline.atNanos = atNanos;
        // A moment that lies behind belongs to the next tick, not to the wheel's next turn.
        int slot = (int) Math.max(Math.floorDiv(atNanos, TICK_NANOS) + 1, tick + 1) & (SLOTS - 1);
        if (deadline.slot == slot) {
            return;
        }
        remove(deadline);
        Deadline first = slots[slot];
        deadline.next = first;
        deadline.slot = slot;
        if (first != null) {
            first.previous = deadline;
        }
        slots[slot] = deadline;
        size++;
    }

    void remove(Deadline deadline) {
        if (deadline.slot < 0) {
            return;
        }
        Deadline previous = deadline.previous;
        Deadline next = deadline.next;
        if (previous == null) {
            slots[deadline.slot] = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        deadline.previous = null;
        deadline.next = null;
        deadline.slot = -1;
        size--;
    }

    private void startTicking() {
        if (!ticking) {
            nowNanos = System.nanoTime();
            ticking = true;
            tick = Math.floorDiv(nowNanos, TICK_NANOS);
            scheduleTick();
        }
    }

    private void scheduleTick() {
        loop.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    /// Visits every slot whose time has come. A loop that was busy may have several ticks to catch up; one round reaches all.
    private void tick() {
        nowNanos = System.nanoTime();
        long current = Math.floorDiv(nowNanos, TICK_NANOS);
        long last = Math.min(current, tick + SLOTS);
        while (tick < last) {
            tick++;
            visit((int) tick & (SLOTS - 1));
        }
        tick = current;
        if (size > 0) {
            scheduleTick();
        } else {
            ticking = false;
        }
    }

    /// Whoever is given up may fail at it, for instance for want of memory to say so. The others of this loop still depend on their deadlines,
    /// and a client that brought that about would be rid of all of them.
    private static void pass(Deadline deadline) {
        try {
            deadline.pass();
        } catch (Throwable failure) {
            LOG.error("What was to be done at a deadline failed; the other deadlines go on", failure);
        }
    }

    /// What passes may set, clear or move any other deadline, so the slot is searched from its start after each.
    private void visit(int slot) {
        Deadline deadline = slots[slot];
        while (deadline != null) {
            if (deadline.atNanos <= nowNanos) {
                deadline.clear();
                pass(deadline);
                deadline = slots[slot];
            } else {
                deadline = deadline.next;
            }
        }
    }
}
