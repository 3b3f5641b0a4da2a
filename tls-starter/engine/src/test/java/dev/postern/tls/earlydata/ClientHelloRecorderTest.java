package dev.postern.tls.earlydata;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.pair.TestRandom;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

import static dev.postern.tls.earlydata.ReplayStore.Claim.FIRST;
import static dev.postern.tls.earlydata.ReplayStore.Claim.SEEN;
import static dev.postern.tls.earlydata.ReplayStore.Claim.STALE;
import static dev.postern.tls.earlydata.ReplayStore.Claim.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

class ClientHelloRecorderTest {
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final int STRIPES = 256;
    /// What else this process lays by or lets go meanwhile: a hundredth of what is measured.
    private static final long MEASURED_TO = 350_000;
    private final RandomSource random = new TestRandom(1);
    private long nowMillis = 1_000_000;

    private ClientHelloRecorder recorder(int capacity) {
        return new ClientHelloRecorder(() -> nowMillis, random, WINDOW, capacity);
    }

    private static ReplayKey key(long number) {
        return new ReplayKey(ByteBuffer.allocate(16).putLong(new Random(number).nextLong()).putLong(number).array());
    }

    private ReplayStore.Claim claim(ClientHelloRecorder recorder, ReplayKey key) {
        return claim(recorder, key, WINDOW.toMillis() / 2);
    }

    private ReplayStore.Claim claim(ClientHelloRecorder recorder, ReplayKey key, long eachSideMillis) {
        return recorder.claim(new SentHello(key, nowMillis, new FreshnessWindow(eachSideMillis))).toCompletableFuture()
                .join();
    }

    @Test
    @Rfc(number = 9846, section = "8", clause = 2)
    void saysFirstOnceAndSeenAfterwards() {
        ClientHelloRecorder recorder = recorder(1_000);
        assertThat(claim(recorder, key(1))).isEqualTo(FIRST);
        assertThat(claim(recorder, key(1))).isEqualTo(SEEN);
        assertThat(claim(recorder, key(2))).isEqualTo(FIRST);
    }

    @Test
    void remembersForTheWholeWindow() {
        ClientHelloRecorder recorder = recorder(1_000);
        long start = nowMillis;
        claim(recorder, key(1));
        for (nowMillis = start; nowMillis <= start + WINDOW.toMillis(); nowMillis += 100) {
            assertThat(claim(recorder, key(1))).isEqualTo(SEEN);
        }
    }

    /// The copy comes in time, and then the machine stands still until the record of the original has gone.
    @Test
    void aHelloThatIsNotFreshAnyMoreIsStaleWhateverItWasWhenItCame() {
        ClientHelloRecorder recorder = recorder(1_000);
        SentHello hello = new SentHello(key(1), nowMillis, FreshnessWindow.of(WINDOW.dividedBy(2)));
        assertThat(recorder.claim(hello).toCompletableFuture().join()).isEqualTo(FIRST);
        nowMillis += WINDOW.toMillis() / 2;
        assertThat(recorder.claim(hello).toCompletableFuture().join()).isEqualTo(SEEN);
        nowMillis += 1;
        assertThat(recorder.claim(hello).toCompletableFuture().join()).isEqualTo(STALE);
        nowMillis += WINDOW.toMillis();
        assertThat(recorder.claim(hello).toCompletableFuture().join()).isEqualTo(STALE);
    }

    @Test
    void forgetsAfterTheWindowSoThatMemoryIsBounded() {
        ClientHelloRecorder recorder = recorder(64);
        for (long round = 0; round < 100; round++) {
            assertThat(claim(recorder, key(7))).isEqualTo(FIRST);
            nowMillis += 2 * WINDOW.toMillis();
        }
        assertThat(recorder.size()).isLessThanOrEqualTo(1);
    }

    @Test
    @Attack(28)
    @EarlyDataRule("2.3")
    void isUnavailableWhenFullAndStillKnowsWhatItHolds() {
        ClientHelloRecorder recorder = recorder(64);
        ReplayKey kept = key(0);
        assertThat(claim(recorder, kept)).isEqualTo(FIRST);
        int unavailable = 0;
        for (long i = 1; i < 1_000; i++) {
            if (claim(recorder, key(i)) == UNAVAILABLE) {
                unavailable++;
            }
        }
        assertThat(unavailable).isGreaterThanOrEqualTo(1_000 - 64);
        assertThat(claim(recorder, kept)).isEqualTo(SEEN);
    }

    @Test
    void isUnavailableWhenTheClockJumpedAheadAndCameBack() {
        ClientHelloRecorder recorder = recorder(1_000);
        ReplayKey key = key(1);
        assertThat(claim(recorder, key)).isEqualTo(FIRST);
        long before = nowMillis;
        nowMillis += Duration.ofHours(1).toMillis();
        claim(recorder, key);
        nowMillis = before + 1;
        assertThat(claim(recorder, key)).isEqualTo(UNAVAILABLE);
    }

    @Test
    void isUnavailableForALongerWindowThanItWasBuiltFor() {
        assertThat(claim(recorder(64), key(1), WINDOW.toMillis() / 2 + 1)).isEqualTo(UNAVAILABLE);
    }

    @Test
    void keepsApartAHundredThousandKeys() {
        ClientHelloRecorder recorder = recorder(200_000);
        for (long i = 0; i < 100_000; i++) {
            assertThat(claim(recorder, key(i))).isEqualTo(FIRST);
        }
        for (long i = 0; i < 100_000; i++) {
            assertThat(claim(recorder, key(i))).isEqualTo(SEEN);
        }
        assertThat(recorder.size()).isEqualTo(100_000);
    }

    /// When each table has just grown, which is the worst there is. The figure stands in `docs/operations/limits.md`.
    @Test
    void takesNoMoreMemoryForAnEntryThanItSays() {
        int fullTable = 4096 * 3 / 4;
        int capacity = STRIPES * (fullTable + 1);
        long before = usedBytes();
        ClientHelloRecorder recorder = recorder(capacity);
        for (long i = 0; recorder.size() < capacity; i++) {
            for (long end = i + 10_000; i < end; i++) {
                claim(recorder, key(i));
            }
        }
        long used = usedBytes() - before;
        assertThat(recorder.size()).isEqualTo(capacity);
        assertThat(used).isBetween((ClientHelloRecorder.BYTES_PER_ENTRY - 2L) * capacity - MEASURED_TO,
                (long) ClientHelloRecorder.BYTES_PER_ENTRY * capacity + MEASURED_TO);
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void knowsTheKeyOfZeros() {
        ClientHelloRecorder recorder = recorder(64);
        ReplayKey zeros = new ReplayKey(new byte[16]);
        assertThat(claim(recorder, zeros)).isEqualTo(FIRST);
        assertThat(claim(recorder, zeros)).isEqualTo(SEEN);
    }

    /// Keys that would share a place for everybody who can only guess how they are spread.
    @Test
    @EarlyDataRule("4.3")
    void spreadsKeysThatAClientChoseByASecretOfItsOwn() {
        ReplayKeySpread one = ReplayKeySpread.drawn(random);
        ReplayKeySpread other = ReplayKeySpread.drawn(random);
        List<ReplayKey> together = LongStream.range(0, 1 << 16).mapToObj(ClientHelloRecorderTest::key)
                .filter(key -> place(one, key) == 0).toList();
        assertThat(together).as("chosen with one secret").hasSizeGreaterThan(100);
        assertThat(together.stream().map(key -> place(other, key)).distinct().count())
                .as("places with another").isGreaterThan(100);
    }

    @Test
    void spreadsKeysThatDifferInOneBit() {
        ReplayKeySpread spread = ReplayKeySpread.drawn(random);
        Set<Integer> places = new HashSet<>();
        for (int bit = 0; bit < 128; bit++) {
            byte[] bytes = new byte[16];
            bytes[bit / 8] = (byte) (1 << bit % 8);
            places.add(place(spread, new ReplayKey(bytes)));
        }
        assertThat(places).hasSizeGreaterThan(90);
    }

    /// One of 256, by the bits that a table's slot is chosen by.
    private static int place(ReplayKeySpread spread, ReplayKey key) {
        return (int) (spread.of(key) >>> 32) & 255;
    }

    @Test
    @Attack(39)
    @EarlyDataRule("2.3")
    void saysFirstToExactlyOneOfManyThreads() throws Exception {
        ClientHelloRecorder recorder = recorder(10_000);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (long i = 0; i < 500; i++) {
                ReplayKey key = key(i);
                CountDownLatch go = new CountDownLatch(1);
                List<Future<ReplayStore.Claim>> claims = new ArrayList<>();
                for (int thread = 0; thread < 8; thread++) {
                    claims.add(threads.submit(() -> {
                        go.await();
                        return claim(recorder, key);
                    }));
                }
                go.countDown();
                int firsts = 0;
                for (Future<ReplayStore.Claim> answer : claims) {
                    firsts += answer.get() == FIRST ? 1 : 0;
                }
                assertThat(firsts).isEqualTo(1);
            }
        }
    }
}
