package dev.postern.gateway.proxy;

import dev.postern.gateway.deadline.Deadline;
import dev.postern.gateway.deadline.DeadlineWheel;
import dev.postern.gateway.routes.MinimumRate;
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
    private long rateAt = DeadlineWheel.NEVER;
    private long responseRateAt = DeadlineWheel.NEVER;
    private @Nullable RateCredit upload;

    /// Which one passed.
    enum Passed {
        BODY,
        FIRST_BYTE,
        RESPONSE,
        TOTAL,
        REQUEST_RATE,
        RESPONSE_RATE
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
            startRate(of.minimumRate());
        }
        set();
    }

    private void startRate(MinimumRate rate) {
        if (rate.requestBytesPerSecond() > 0) {
            upload = new RateCredit(rate.requestBytesPerSecond(), rate.grace(), wheel.nowNanos());
            rateAt = wheel.after(rate.grace());
        }
    }

    void bodyMoved(int bytes) {
        RateCredit credit = upload;
        if (credit != null) {
            long left = credit.moved(bytes, wheel.nowNanos());
            rateAt = credit.isAwaited() ? wheel.afterNanos(left) : DeadlineWheel.NEVER;
        }
        if (timeouts != null && phase == Passed.BODY) {
            phaseAt = wheel.after(timeouts.bodyIdle());
        }
        set();
    }

    /// Whether the client may send more of its body now. While it may not, it is not slow.
    void bodyAwaited(boolean more) {
        RateCredit credit = upload;
        if (credit != null && credit.isAwaited() != more) {
            long left = credit.await(more, wheel.nowNanos());
            rateAt = more ? wheel.afterNanos(left) : DeadlineWheel.NEVER;
            set();
        }
    }

    /// The request was read to its end.
    void bodyEnded() {
        if (upload != null) {
            upload = null;
            rateAt = DeadlineWheel.NEVER;
            set();
        }
    }

    /// Whether the client takes more of its answer now, and if not, how much it has to take before.
    void clientTakes(boolean more, long waitingBytes) {
        RouteTimeouts of = timeouts;
        if (of == null || of.minimumRate().responseBytesPerSecond() == 0) {
            return;
        }
        MinimumRate rate = of.minimumRate();
        responseRateAt = more ? DeadlineWheel.NEVER
                : wheel.afterNanos(RateCredit.nanosFor(waitingBytes, rate.responseBytesPerSecond(), rate.grace()));
        set();
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
        upload = null;
        deadline.clear();
    }

    private void set() {
        if (timeouts != null) {
            deadline.set(
                    Math.min(Math.min(phaseAt, Math.min(bodyAt, totalAt)), Math.min(rateAt, responseRateAt)));
        }
    }

    private void passed() {
        long now = wheel.nowNanos();
        if (totalAt <= now) {
            passed.accept(Passed.TOTAL);
        } else if (bodyAt <= now) {
            passed.accept(Passed.BODY);
        } else if (rateAt <= now) {
            passed.accept(Passed.REQUEST_RATE);
        } else if (responseRateAt <= now) {
            passed.accept(Passed.RESPONSE_RATE);
        } else {
            passed.accept(phase);
        }
    }
}
