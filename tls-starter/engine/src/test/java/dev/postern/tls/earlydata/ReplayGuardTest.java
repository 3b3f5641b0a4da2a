package dev.postern.tls.earlydata;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayGuardTest {
    private static final long START = 1_000_000_000L;
    private static final long WINDOW = 10_000;
    private static final long WIDER = 60_000;
    private static final long US = 7;
    private static final long OTHERS = 8;

    private final AtomicInteger asked = new AtomicInteger();
    private boolean overloaded;

    private ReplayGuard guard(ReplayStore store) {
        return new ReplayGuard(hello -> {
            asked.incrementAndGet();
            return store.claim(hello);
        }, US, false, () -> overloaded, START);
    }

    private static ReplayStore says(ReplayStore.Claim claim) {
        return hello -> CompletableFuture.completedStage(claim);
    }

    private static EarlyDataOffer offer(long issuer, long issuedAtMillis, long sentAtMillis) {
        return offer(issuer, issuedAtMillis, sentAtMillis, WINDOW);
    }

    private static EarlyDataOffer offer(long issuer, long issuedAtMillis, long sentAtMillis, long window) {
        return new EarlyDataOffer(new ReplayKey(new byte[16]), "a.example", "h2", issuedAtMillis, issuer, sentAtMillis,
                0, new FreshnessWindow(window), 16_384);
    }

    private static EarlyDataVerdict join(ReplayGuard guard, EarlyDataOffer offer, long nowMillis) {
        return guard.judge(offer, nowMillis).toCompletableFuture().join();
    }

    private static EarlyDataVerdict refused(EarlyDataReason reason) {
        return new EarlyDataVerdict.Reject(reason);
    }

    @Test
    void letsAFirstHelloIn() {
        assertThat(join(guard(says(ReplayStore.Claim.FIRST)), offer(US, START, START), START + 100))
                .isEqualTo(new EarlyDataVerdict.Accept());
    }

    @Test
    void refusesAReplay() {
        assertThat(join(guard(says(ReplayStore.Claim.SEEN)), offer(US, START, START), START + 100))
                .isEqualTo(refused(EarlyDataReason.REPLAY));
    }

    @Test
    @Attack(39)
    @EarlyDataRule("2.4")
    void refusesWhileTheRecordingWindowOverlapsTheStart() {
        ReplayGuard guard = guard(says(ReplayStore.Claim.FIRST));
        long last = START + WINDOW;
        assertThat(join(guard, offer(OTHERS, START - 60_000, last), last)).isEqualTo(refused(EarlyDataReason.WARM_UP));
        assertThat(join(guard, offer(OTHERS, START - 60_000, last + 1), last + 1))
                .isEqualTo(new EarlyDataVerdict.Accept());
        assertThat(asked).hasValue(1);
    }

    @Test
    void warmsUpForBothSidesOfTheWindow() {
        ReplayGuard guard = guard(says(ReplayStore.Claim.FIRST));
        long last = START + WINDOW;
        assertThat(join(guard, offer(US, START - 60_000, last), last + WINDOW))
                .as("late edge").isEqualTo(refused(EarlyDataReason.WARM_UP));
        assertThat(join(guard, offer(US, START - 60_000, last + 1), last + 1 + WINDOW))
                .isEqualTo(new EarlyDataVerdict.Accept());
        assertThat(join(guard, offer(US, START - 60_000, last), START))
                .as("from the future").isEqualTo(refused(EarlyDataReason.WARM_UP));
        assertThat(join(guard, offer(US, START - 60_000, last + 1), START + 1))
                .as("nobody could have found it fresh before").isEqualTo(new EarlyDataVerdict.Accept());
    }

    @Test
    @EarlyDataRule("2.4")
    void warmsUpByTheWindowOfEachHelloAndByNoOther() {
        ReplayGuard guard = guard(says(ReplayStore.Claim.FIRST));
        long after = START + WINDOW + 1;
        long sixty = START + WIDER;
        assertThat(join(guard, offer(OTHERS, 0, after, WINDOW), after)).isEqualTo(new EarlyDataVerdict.Accept());
        assertThat(join(guard, offer(OTHERS, 0, after, WIDER), after)).isEqualTo(refused(EarlyDataReason.WARM_UP));
        assertThat(join(guard, offer(OTHERS, 0, sixty, WIDER), sixty)).isEqualTo(refused(EarlyDataReason.WARM_UP));
        assertThat(join(guard, offer(OTHERS, 0, sixty + 1, WIDER), sixty + 1))
                .isEqualTo(new EarlyDataVerdict.Accept());
    }

    @Test
    void asksTheStoreForTheWindowOfTheHello() {
        ReplayGuard guard = guard(hello -> {
            assertThat(hello.window()).isEqualTo(new FreshnessWindow(WIDER));
            assertThat(hello.sentAtMillis()).isEqualTo(START + 4_711);
            return CompletableFuture.completedStage(ReplayStore.Claim.FIRST);
        });
        assertThat(join(guard, offer(US, START, START + 4_711, WIDER), START + 100))
                .isEqualTo(new EarlyDataVerdict.Accept());
    }

    @Test
    @EarlyDataRule("2.4")
    void exemptsTicketsOfThisProcessFromWarmUp() {
        ReplayGuard guard = guard(says(ReplayStore.Claim.FIRST));
        assertThat(join(guard, offer(US, START, START), START + 1)).isEqualTo(new EarlyDataVerdict.Accept());
        assertThat(join(guard, offer(OTHERS, START, START), START + 1)).isEqualTo(refused(EarlyDataReason.WARM_UP));
    }

    @Test
    void warmsUpAgainWhenTheStoreForgot() {
        ReplayGuard guard = guard(says(ReplayStore.Claim.FIRST));
        long later = START + 3_600_000;
        guard.storeForgot(later);
        assertThat(join(guard, offer(US, START, later), later + 1)).isEqualTo(refused(EarlyDataReason.WARM_UP));
        assertThat(join(guard, offer(US, later, later), later + 1)).isEqualTo(new EarlyDataVerdict.Accept());
    }

    @Test
    void refusesWhatBecameStaleOnItsWayToTheJudge() {
        ReplayGuard guard = guard(says(ReplayStore.Claim.FIRST));
        assertThat(join(guard, offer(US, START, START), START + WINDOW + 1))
                .isEqualTo(refused(EarlyDataReason.TICKET_AGE_SKEW));
        assertThat(asked).hasValue(0);
        assertThat(join(guard, offer(US, START, START), START + WINDOW)).isEqualTo(new EarlyDataVerdict.Accept());
    }

    @Test
    @EarlyDataRule("2.13")
    void shedsLoadBeforeItAsksTheStore() {
        overloaded = true;
        assertThat(join(guard(says(ReplayStore.Claim.FIRST)), offer(US, START, START), START + 100))
                .isEqualTo(refused(EarlyDataReason.OVERLOAD));
        assertThat(asked).hasValue(0);
    }

    @Test
    @EarlyDataRule("2.5")
    void refusesTicketsOfAnotherZone() {
        ReplayGuard guard = new ReplayGuard(says(ReplayStore.Claim.FIRST), US, true,
                () -> false, START);
        assertThat(join(guard, offer(OTHERS, START, START + 100_000), START + 100_000))
                .isEqualTo(refused(EarlyDataReason.ZONE));
    }

    @Test
    void passesOnWhatTheStoreKnowsOfTimeItself() {
        ReplayGuard guard = new ReplayGuard(says(ReplayStore.Claim.FIRST), US, true,
                () -> false, ReplayGuard.STORE_KNOWS);
        assertThat(join(guard, offer(US, START - 60_000, START), START)).isEqualTo(new EarlyDataVerdict.Accept());
        assertThat(join(guard(says(ReplayStore.Claim.WARMING_UP)), offer(US, START, START), START + 100))
                .isEqualTo(refused(EarlyDataReason.WARM_UP));
        assertThat(join(guard(says(ReplayStore.Claim.STALE)), offer(US, START, START), START + 100))
                .isEqualTo(refused(EarlyDataReason.TICKET_AGE_SKEW));
    }

    @Test
    @Attack(39)
    @EarlyDataRule("2.5")
    void neverFailsOpen() {
        EarlyDataOffer offer = offer(US, START, START);
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
