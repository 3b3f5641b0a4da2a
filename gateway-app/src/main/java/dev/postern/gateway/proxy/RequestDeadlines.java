package dev.postern.gateway.proxy;

import dev.postern.gateway.deadline.Deadline;
import dev.postern.gateway.deadline.DeadlineWheel;
import dev.postern.gateway.routes.RouteTimeouts;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// The deadlines of one exchange: of whichever phase it is in, of its body, and of the whole. One entry in the wheel carries all.
final class RequestDeadlines {
    private final DeadlineWheel wheel;
    private final Deadline deadline;
    private final Consumer<Passed> passed;
    private @Nullable RouteTimeouts timeouts;
    private Passed phase = Passed.BODY;
    private long phaseAt = DeadlineWheel.NEVER;
    private long bodyAt = DeadlineWheel.NEVER;
    private long totalAt = DeadlineWheel.NEVER;

    /// Which one passed.
    enum Passed {
        BODY,
        FIRST_BYTE,
        RESPONSE,
        TOTAL
    }

    RequestDeadlines(EventLoop loop, Consumer<Passed> passed) {
        this.wheel = DeadlineWheel.of(loop);
        this.passed = passed;
        this.deadline = wheel.deadline(this::passed);
    }

    void start(RouteTimeouts of, boolean hasBody) {
        timeouts = of;
        totalAt = wheel.after(of.total());
        if (hasBody) {
            bodyAt = wheel.after(of.bodyTotal());
            phaseAt = wheel.after(of.bodyIdle());
        }
        set();
    }

    void bodyMoved() {
        if (timeouts != null && phase == Passed.BODY) {
            phaseAt = wheel.after(timeouts.bodyIdle());
            set();
        }
    }

    void requestSent() {
        if (timeouts != null && phase == Passed.BODY) {
            phase = Passed.FIRST_BYTE;
            bodyAt = DeadlineWheel.NEVER;
            phaseAt = wheel.after(timeouts.firstByte());
            set();
        }
    }

    void responseMoved() {
        if (timeouts != null) {
            phase = Passed.RESPONSE;
            phaseAt = wheel.after(timeouts.responseIdle());
            set();
        }
    }

    void clear() {
        timeouts = null;
        deadline.clear();
    }

    private void set() {
        deadline.set(Math.min(phaseAt, Math.min(bodyAt, totalAt)));
    }

    private void passed() {
        long now = wheel.nowNanos();
        if (totalAt <= now) {
            passed.accept(Passed.TOTAL);
        } else if (bodyAt <= now) {
            passed.accept(Passed.BODY);
        } else {
            passed.accept(phase);
        }
    }
}
