package dev.postern.gateway.proxy;

import dev.postern.gateway.deadline.Deadline;
import dev.postern.gateway.deadline.DeadlineWheel;
import dev.postern.gateway.routes.MinimumRate;
import dev.postern.gateway.routes.RouteTimeouts;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The deadlines of one exchange: of whichever phase it is in, of its body, and of the whole. One entry in the wheel carries all.
final class RequestDeadlines {
    /// How often in a grace it is looked at what the client may do.
    private static final int LOOKS = 4;

    private final DeadlineWheel wheel;
    private final Deadline deadline;
    private final Consumer<Passed> passed;
    private final BooleanSupplier clientMaySend;
    private @Nullable RouteTimeouts timeouts;
    private Passed phase = Passed.BODY;
    private long phaseAt = DeadlineWheel.NEVER;
    private long bodyAt = DeadlineWheel.NEVER;
    private long totalAt = DeadlineWheel.NEVER;
    private long rateAt = DeadlineWheel.NEVER;
    private long responseRateAt = DeadlineWheel.NEVER;
    private @Nullable RateCredit upload;
    private boolean wanted = true;
    private boolean invited = true;
    private boolean bodyExpected;
    private boolean bodyHeld;
    private long bodyLeftNanos;

    /// Which one passed.
    enum Passed {
        BODY,
        FIRST_BYTE,
        RESPONSE,
        TOTAL,
        REQUEST_RATE,
        RESPONSE_RATE
    }

    /// @param clientMaySend whether its windows let the client send at all
    RequestDeadlines(EventLoop loop, BooleanSupplier clientMaySend, Consumer<Passed> passed) {
        this.wheel = DeadlineWheel.of(loop);
        this.clientMaySend = clientMaySend;
        this.passed = passed;
        this.deadline = wheel.deadline(this::passed);
    }

    /// @param invited false for a client that may wait for `100 Continue` before it sends its body
    void start(RouteTimeouts of, boolean hasBody, boolean invited) {
        timeouts = of;
        totalAt = wheel.after(of.total());
        bodyExpected = hasBody;
        if (hasBody) {
            this.invited = invited;
            if (invited) {
                startBody(of);
            }
            startRate(of.minimumRate());
        }
        set();
    }

    private void startBody(RouteTimeouts of) {
        bodyAt = wheel.after(of.bodyTotal());
        if (bodyHeld) {
            holdBody();
        } else {
            restartIdle();
        }
    }

    private void startRate(MinimumRate rate) {
        if (rate.requestBytesPerSecond() > 0) {
            upload = new RateCredit(rate.requestBytesPerSecond(), rate.grace(), wheel.nowNanos());
            updateRate();
        }
    }

    /// The head is with the upstream. Where the client may wait for `100 Continue`, the upstream has to send that, or its answer.
    void headSent() {
        if (timeouts != null && bodyExpected && !invited && phase != Passed.RESPONSE) {
            phase = Passed.FIRST_BYTE;
            phaseAt = wheel.after(timeouts.firstByte());
            set();
        }
    }

    /// The client was told to go on, or goes on unasked: it is no longer the upstream that is waited for, but its body.
    void invited() {
        RouteTimeouts of = timeouts;
        if (of == null || invited) {
            return;
        }
        invited = true;
        if (phase == Passed.FIRST_BYTE) {
            phase = Passed.BODY;
        }
        startBody(of);
        updateRate();
    }

    void bodyMoved(int bytes) {
        invited();
        RateCredit credit = upload;
        if (credit != null) {
            credit.moved(bytes, wheel.nowNanos());
            updateRate();
        }
        if (!bodyHeld) {
            restartIdle();
        }
    }

    /// Whether the client may send more of its body now. While it may not, it is not slow.
    void bodyAwaited(boolean more) {
        if (wanted != more) {
            wanted = more;
            updateRate();
        }
    }

    /// Whether it is we who read no more, because there is no upstream for it yet: it is being reached, or the handshake is to be confirmed
    /// first. Both have deadlines of their own, and the client's body none while it lasts.
    void bodyHeld(boolean held) {
        RouteTimeouts of = timeouts;
        if (bodyHeld == held || of == null || !bodyExpected || phase != Passed.BODY) {
            return;
        }
        bodyHeld = held;
        if (!invited) {
            return;
        }
        if (held) {
            holdBody();
        } else {
            bodyAt = bodyLeftNanos == Long.MAX_VALUE ? DeadlineWheel.NEVER : wheel.afterNanos(bodyLeftNanos);
            phaseAt = wheel.after(of.bodyIdle());
        }
        set();
    }

    private void holdBody() {
        bodyLeftNanos = bodyAt == DeadlineWheel.NEVER ? Long.MAX_VALUE : bodyAt - wheel.nowNanos();
        bodyAt = DeadlineWheel.NEVER;
        phaseAt = DeadlineWheel.NEVER;
    }

    private void updateRate() {
        RateCredit credit = upload;
        if (credit != null) {
            long left = credit.await(wanted && invited, wheel.nowNanos());
            rateAt = credit.isAwaited() ? wheel.afterNanos(Math.min(left, credit.graceNanos() / LOOKS))
                    : DeadlineWheel.NEVER;
            set();
        }
    }

    /// Asked several times in a grace: whether the rate is kept, as far as that is the client's to do. Other streams of its connection may
    /// have used up the window that they share, while their upstreams take nothing.
    private boolean isRateKept(RateCredit credit, long now) {
        if (!clientMaySend.getAsBoolean()) {
            credit.startAgain(now);
        }
        return credit.await(true, now) > 0;
    }

    /// The request was read to its end: what it waits for now is not its client.
    void bodyEnded() {
        invited();
        upload = null;
        rateAt = DeadlineWheel.NEVER;
        bodyExpected = false;
        bodyAt = DeadlineWheel.NEVER;
        if (phase == Passed.BODY) {
            phaseAt = DeadlineWheel.NEVER;
        }
        set();
    }

    /// Whether it is the client's turn to send more of its body.
    boolean isBodyAwaited() {
        return bodyExpected && wanted && invited;
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

    /// It is to be sent again, but not before the handshake is confirmed: until then it is not the upstream that is waited for.
    void requestHeldBack() {
        if (phase == Passed.FIRST_BYTE) {
            phase = Passed.BODY;
            phaseAt = DeadlineWheel.NEVER;
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

    /// Those that the exchange began with; the defaults for one without a route.
    RouteTimeouts timeouts() {
        RouteTimeouts of = timeouts;
        return of == null ? RouteTimeouts.DEFAULTS : of;
    }

    /// When the whole exchange has to be over.
    long totalAt() {
        return totalAt;
    }

    void clear() {
        timeouts = null;
        upload = null;
        deadline.clear();
    }

    /// Something moved, or could not. An answer that began before its request ended may wait for the rest of it.
    private void restartIdle() {
        RouteTimeouts of = timeouts;
        if (of != null) {
            phaseAt = switch (phase) {
                case BODY -> wheel.after(of.bodyIdle());
                case RESPONSE -> wheel.after(of.responseIdle());
                case FIRST_BYTE, TOTAL, REQUEST_RATE, RESPONSE_RATE -> phaseAt;
            };
            set();
        }
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
            RateCredit credit = upload;
            if (credit != null && isRateKept(credit, now)) {
                updateRate();
            } else {
                passed.accept(Passed.REQUEST_RATE);
            }
        } else if (responseRateAt <= now) {
            passed.accept(Passed.RESPONSE_RATE);
        } else if (isBodyAwaited() && !clientMaySend.getAsBoolean()) {
            // Its own upstream would take more; others have used up the window.
            restartIdle();
        } else {
            passed.accept(phase);
        }
    }
}
