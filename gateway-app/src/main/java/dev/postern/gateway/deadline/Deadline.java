package dev.postern.gateway.deadline;

import org.jspecify.annotations.Nullable;

/// A moment after which something is given up. Used on its wheel's event loop alone; set and cleared as often as one likes.
public final class Deadline {
    private final DeadlineWheel wheel;
    private final Runnable passed;
    long atNanos = DeadlineWheel.NEVER;
    int slot = -1;
    @Nullable
    Deadline previous;
    @Nullable
    Deadline next;

    Deadline(DeadlineWheel wheel, Runnable passed) {
        this.wheel = wheel;
        this.passed = passed;
    }

    /// From now on counts this moment alone.
    ///
    /// @param atNanos on the clock of [DeadlineWheel#nowNanos]; [DeadlineWheel#NEVER] clears it
    public void set(long atNanos) {
        if (atNanos == DeadlineWheel.NEVER) {
            clear();
        } else {
            wheel.set(this, atNanos);
        }
    }

    public void clear() {
        atNanos = DeadlineWheel.NEVER;
        wheel.remove(this);
    }

    public boolean isSet() {
        return atNanos != DeadlineWheel.NEVER;
    }

    void pass() {
        passed.run();
    }
}
