package dev.postern.gateway.deadline;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class DeadlineWheelTest {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LATER = Duration.ofMillis(300);

    private final EventLoop loop = new DefaultEventLoop();
    private final BlockingQueue<String> passed = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /// What a client can bring about: no memory for the answer that says that it is given up.
    static Stream<Throwable> failures() {
        return Stream.of(new IllegalStateException("a defect"), new OutOfMemoryError("no direct memory"));
    }

    private <T> T onLoop(Callable<T> task) throws InterruptedException, ExecutionException {
        return loop.submit(task).get();
    }

    private static <T extends Throwable> void fail(Throwable with) throws T {
        @SuppressWarnings("unchecked") // is what it is: the compiler need not know
        T unchecked = (T) with;
        throw unchecked;
    }

    private void set(String name, Duration after) throws Exception {
        set(after, () -> passed.add(name));
    }

    private void set(Duration after, Runnable then) throws Exception {
        onLoop(() -> {
            DeadlineWheel wheel = DeadlineWheel.of(loop);
            wheel.deadline(then).set(wheel.after(after));
            return "set";
        });
    }

    private void awaitPassed(String... names) throws InterruptedException {
        for (String name : names) {
            assertThat(passed.poll(20, TimeUnit.SECONDS)).isEqualTo(name);
        }
    }

    @Test
    void passesDeadlinesInTheirOrderAndNoneEarly() throws Exception {
        long begun = System.nanoTime();
        set("later", LATER);
        set("soon", SOON);
        awaitPassed("soon", "later");
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(LATER.toNanos());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void oneThatFailsEndsNoOther(Throwable failure) throws Exception {
        onLoop(() -> {
            DeadlineWheel wheel = DeadlineWheel.of(loop);
            long at = wheel.after(SOON);
            for (Runnable then : List.<Runnable>of(() -> passed.add("one"), () -> fail(failure),
                    () -> passed.add("other"))) {
                wheel.deadline(then).set(at);
            }
            return "set";
        });
        set("later", LATER);
        // The newest of one moment is met first.
        awaitPassed("other", "one", "later");
        set("set afterwards", SOON);
        awaitPassed("set afterwards");
    }

    /// Every deadline of the loop is counted from this clock.
    @ParameterizedTest
    @MethodSource("failures")
    void theClockGoesOnBehindOneThatFailed(Throwable failure) throws Exception {
        set("last", LATER);
        long before = onLoop(() -> DeadlineWheel.of(loop).nowNanos());
        set(SOON, () -> fail(failure));
        awaitPassed("last");
        assertThat(onLoop(() -> DeadlineWheel.of(loop).nowNanos())).isGreaterThanOrEqualTo(before + LATER.toNanos());
    }
}
