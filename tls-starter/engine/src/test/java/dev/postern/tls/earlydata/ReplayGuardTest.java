package dev.postern.tls.earlydata;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayGuardTest {
    private static final long START = 1_000_000_000L;
    private static final long WINDOW = 10_000;
    private static final long US = 7;
    private static final long OTHERS = 8;
    private static final long SENT = 4711;

    private final AtomicInteger asked = new AtomicInteger();
    private boolean overloaded;

    private ReplayGuard guard(ReplayStore store) {
        return new ReplayGuard(hello -> {
            asked.incrementAndGet();
            assertThat(hello.window()).isEqualTo(new FreshnessWindow(WINDOW));
            assertThat(hello.sentAtMillis()).isEqualTo(SENT);
            return store.claim(hello);
        }, Duration.ofMillis(WINDOW), US, false, () -> overloaded, START);
    }

    private static ReplayStore says(ReplayStore.Claim claim) {
        return hello -> CompletableFuture.completedStage(claim);
    }

    private static EarlyDataOffer offer(long issuer, long issuedAtMillis, long skewMillis) {
        return new EarlyDataOffer(new ReplayKey(new byte[16]), "a.example", "h2", issuedAtMillis, issuer, SENT,
                skewMillis,
                16_384);
    }

    private static EarlyDataVerdict join(ReplayGuard guard, EarlyDataOffer offer, long nowMillis) {
        return guard.judge(offer, nowMillis).toCompletableFuture().join();
    }

    private static EarlyDataVerdict refused(EarlyDataReason reason) {
        return new EarlyDataVerdict.Reject(reason);
    }

    @Test
    void letsAFirstHelloIn() {
        assertThat(join(guard(says(ReplayStore.Claim.FIRST)), offer(US, START, 0), START + 100))
                .isEqualTo(new EarlyDataVerdict.Accept());
    }

    @Test
    void refusesAReplay() {
        assertThat(join(guard(says(ReplayStore.Claim.SEEN)), offer(US, START, 0), START + 100))
                .isEqualTo(refused(EarlyDataReason.REPLAY));
    }

    @Test
    void refusesWhileTheRecordingWindowOverlapsTheStart() {
        ReplayGuard guard = guard(says(ReplayStore.Claim.FIRST));
        EarlyDataOffer old = offer(US, START - 60_000, 0);
        assertThat(join(guard, old, START + WINDOW)).isEqualTo(refused(EarlyDataReason.WARM_UP));
        assertThat(join(guard, old, START + WINDOW + 1)).isEqualTo(new EarlyDataVerdict.Accept());
        assertThat(asked).hasValue(1);
    }

    @Test
    void warmsUpForBothSidesOfTheWindow() {
        ReplayGuard guard = guard(says(ReplayStore.Claim.FIRST));
        EarlyDataOffer lateEdge = offer(US, START - 60_000, -WINDOW);
        assertThat(join(guard, lateEdge, START + 2 * WINDOW)).isEqualTo(refused(EarlyDataReason.WARM_UP));
        assertThat(join(guard, lateEdge, START + 2 * WINDOW + 1)).isEqualTo(new EarlyDataVerdict.Accept());
    }

    @Test
    void exemptsTicketsOfThisProcessFromWarmUp() {
        ReplayGuard guard = guard(says(ReplayStore.Claim.FIRST));
        assertThat(join(guard, offer(US, START, 0), START + 1)).isEqualTo(new EarlyDataVerdict.Accept());
        assertThat(join(guard, offer(OTHERS, START, 0), START + 1)).isEqualTo(refused(EarlyDataReason.WARM_UP));
    }

    @Test
    void warmsUpAgainWhenTheStoreForgot() {
        ReplayGuard guard = guard(says(ReplayStore.Claim.FIRST));
        long later = START + 3_600_000;
        guard.storeForgot(later);
        assertThat(join(guard, offer(US, START, 0), later + 1)).isEqualTo(refused(EarlyDataReason.WARM_UP));
        assertThat(join(guard, offer(US, later, 0), later + 1)).isEqualTo(new EarlyDataVerdict.Accept());
    }

    @Test
    void refusesWhatNobodyWouldRememberLongEnough() {
        assertThat(join(guard(says(ReplayStore.Claim.FIRST)), offer(US, START, WINDOW + 1), START + 100_000))
                .isEqualTo(refused(EarlyDataReason.TICKET_AGE_SKEW));
        assertThat(asked).hasValue(0);
    }

    @Test
    void shedsLoadBeforeItAsksTheStore() {
        overloaded = true;
        assertThat(join(guard(says(ReplayStore.Claim.FIRST)), offer(US, START, 0), START + 100))
                .isEqualTo(refused(EarlyDataReason.OVERLOAD));
        assertThat(asked).hasValue(0);
    }

    @Test
    void refusesTicketsOfAnotherZone() {
        ReplayGuard guard = new ReplayGuard(says(ReplayStore.Claim.FIRST), Duration.ofMillis(WINDOW), US, true,
                () -> false, START);
        assertThat(join(guard, offer(OTHERS, START, 0), START + 100_000)).isEqualTo(refused(EarlyDataReason.ZONE));
    }

    @Test
    void passesOnWhatTheStoreKnowsOfTimeItself() {
        ReplayGuard guard = new ReplayGuard(says(ReplayStore.Claim.FIRST), Duration.ofMillis(WINDOW), US, true,
                () -> false, ReplayGuard.STORE_KNOWS);
        assertThat(join(guard, offer(US, START - 60_000, 0), START)).isEqualTo(new EarlyDataVerdict.Accept());
        assertThat(join(guard(says(ReplayStore.Claim.WARMING_UP)), offer(US, START, 0), START + 100))
                .isEqualTo(refused(EarlyDataReason.WARM_UP));
        assertThat(join(guard(says(ReplayStore.Claim.STALE)), offer(US, START, 0), START + 100))
                .isEqualTo(refused(EarlyDataReason.TICKET_AGE_SKEW));
    }

    @Test
    void neverFailsOpen() {
        EarlyDataOffer offer = offer(US, START, 0);
        assertThat(join(guard(says(ReplayStore.Claim.UNAVAILABLE)), offer, START + 1))
                .isEqualTo(refused(EarlyDataReason.REPLAY_STORE_UNAVAILABLE));
        assertThat(join(guard(hello -> CompletableFuture.failedStage(new IllegalStateException("down"))), offer,
                START + 1)).isEqualTo(refused(EarlyDataReason.REPLAY_STORE_UNAVAILABLE));
        assertThat(join(guard(hello -> {
            throw new IllegalStateException("down");
        }), offer, START + 1)).isEqualTo(refused(EarlyDataReason.REPLAY_STORE_UNAVAILABLE));
        assertThat(join(guard(hello -> CompletableFuture.failedStage(new TimeoutException())), offer,
                START + 1)).isEqualTo(refused(EarlyDataReason.REPLAY_STORE_TIMEOUT));
    }
}
