package dev.postern.gateway.replay;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.replay.StoreCondition.Status;
import dev.postern.tls.earlydata.FreshnessWindow;
import dev.postern.tls.earlydata.ReplayStore.Claim;
import dev.postern.tls.earlydata.SentHello;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import static dev.postern.tls.earlydata.ReplayStore.Claim.FIRST;
import static dev.postern.tls.earlydata.ReplayStore.Claim.SEEN;
import static dev.postern.tls.earlydata.ReplayStore.Claim.STALE;
import static dev.postern.tls.earlydata.ReplayStore.Claim.UNAVAILABLE;
import static dev.postern.tls.earlydata.ReplayStore.Claim.WARMING_UP;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class RedisReplayStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long WINDOW = Replica.WINDOW.toMillis();
    @TempDir
    Path folder;
    private RedisServer redis;

    @BeforeEach
    void start() throws IOException {
        redis = new RedisServer(folder);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private Replica replica() {
        Replica replica = new Replica(redis.url());
        redis.rememberForAnHour("test");
        return replica;
    }

    @Test
    void saysFirstOnceAndSeenToEverybodyAfterwards() {
        try (Replica one = replica(); Replica other = replica()) {
            for (long number = 0; number < 100; number++) {
                SentHello hello = Replica.hello(number);
                assertThat(one.claim(hello)).isEqualTo(FIRST);
                assertThat(one.claim(hello)).isEqualTo(SEEN);
                assertThat(other.claim(hello)).isEqualTo(SEEN);
            }
            assertThat(other.look()).isEqualTo(Status.READY);
        }
    }

    @Test
    void saysFirstToExactlyOneOfTwoReplicasThatAskAtTheSameInstant() {
        try (Replica one = replica(); Replica other = replica()) {
            List<CompletableFuture<Claim>> answers = new ArrayList<>();
            for (long number = 0; number < 2_000; number++) {
                SentHello hello = Replica.hello(number);
                answers.add(one.store.claim(hello).toCompletableFuture());
                answers.add(other.store.claim(hello).toCompletableFuture());
            }
            int otherWasFirst = 0;
            for (int pair = 0; pair < answers.size(); pair += 2) {
                List<Claim> both = List.of(answers.get(pair).join(), answers.get(pair + 1).join());
                assertThat(both).containsExactlyInAnyOrder(FIRST, SEEN);
                otherWasFirst += both.get(1) == FIRST ? 1 : 0;
            }
            assertThat(otherWasFirst).as("they did race").isPositive();
        }
    }

    @Test
    void remembersAHelloForLongerThanAnyReplicaFindsItFresh() throws IOException {
        try (Replica replica = replica()) {
            assertThat(replica.claim(Replica.hello(1, System.currentTimeMillis() - WINDOW + 1_000))).isEqualTo(FIRST);
            String key = new String(new Slots("test").of(Replica.hello(1).key())[0].array(),
                    StandardCharsets.UTF_8);
            long leftMillis = Long.parseLong(redis.say("PTTL", key).substring(1));
            assertThat(leftMillis).isBetween(RedisReplayStore.WIDEST.toMillis(),
                    2 * RedisReplayStore.WIDEST.toMillis());
        }
    }

    @Test
    void judgesFreshnessByTheClockOfTheStoreWhateverTheReplicasThink() {
        try (Replica replica = replica()) {
            long now = System.currentTimeMillis();
            assertThat(replica.claim(Replica.hello(1, now - WINDOW - 1))).isEqualTo(STALE);
            assertThat(replica.claim(Replica.hello(2, now + WINDOW + 60_000))).isEqualTo(STALE);
            assertThat(replica.claim(Replica.hello(1, now - WINDOW + 5_000))).isEqualTo(FIRST);
        }
    }

    @Test
    @EarlyDataRule("2.4")
    void warmsUpWhereverTheWindowOverlapsTheBeginningOfItsMemory() {
        try (Replica replica = new Replica(redis.url())) {
            assertThat(replica.look()).isEqualTo(Status.WARMING_UP);
            assertThat(replica.claim(Replica.hello(1))).isEqualTo(WARMING_UP);
            assertThat(replica.claim(Replica.hello(1, System.currentTimeMillis() + WINDOW - 1_000)))
                    .isEqualTo(WARMING_UP);
            redis.rememberForAnHour("test");
            assertThat(replica.claim(Replica.hello(1))).isEqualTo(FIRST);
        }
    }

    /// To the millisecond: what was sent a window after the memory began may have come in before it, and one millisecond later no more.
    @Test
    @EarlyDataRule("2.4")
    void warmsUpByTheWindowOfEachHelloAndByNoOther() throws IOException {
        FreshnessWindow narrow = new FreshnessWindow(10_000);
        FreshnessWindow wide = new FreshnessWindow(60_000);
        try (Replica replica = new Replica(redis.url())) {
            redis.rememberFor("test", Duration.ofSeconds(5));
            long since = memoryBeganAt(1);
            assertThat(replica.claim(Replica.hello(1, since + 10_000, narrow))).isEqualTo(WARMING_UP);
            assertThat(replica.claim(Replica.hello(1, since + 10_001, narrow))).isEqualTo(FIRST);
            assertThat(replica.claim(Replica.hello(17, since + 10_001, wide))).isEqualTo(WARMING_UP);
            assertThat(replica.claim(Replica.hello(17, since + 60_000, wide))).isEqualTo(WARMING_UP);
            assertThat(replica.claim(Replica.hello(17, since + 60_001, wide))).isEqualTo(FIRST);
        }
    }

    /// Until what was sent too early for the widest window is stale by itself.
    @Test
    void isYoungForTwiceTheWidestWindowOfAHostAndSaysSince() throws IOException {
        try (Replica replica = new Replica(redis.url())) {
            redis.rememberFor("test", Duration.ofSeconds(5));
            assertThat(replica.look()).isEqualTo(Status.WARMING_UP);
            long youngest = 0;
            for (int slot = 0; slot < Slots.COUNT; slot++) {
                youngest = Math.max(youngest, memoryBeganAt(slot));
            }
            assertThat(replica.sentence()).contains("it began at " + Instant.ofEpochMilli(youngest), "PT10S");
            redis.rememberFor("test", Replica.WINDOW.multipliedBy(2).plusSeconds(1));
            assertThat(replica.look()).isEqualTo(Status.READY);
        }
    }

    /// As the slot of that hello has noted it.
    private long memoryBeganAt(long hello) throws IOException {
        String answer = redis.say("EVAL",
                "return redis.status_reply(string.match(redis.call('GET', KEYS[1]), ' (%d+) '))", "1",
                new String(new Slots("test").of(Replica.hello(hello).key())[1].array(), StandardCharsets.UTF_8));
        return Long.parseLong(answer.substring(1));
    }

    /// A primary that was told to follow another, and was made a primary again before it had copied anything.
    @Test
    @EarlyDataRule("2.4")
    void warmsUpAgainWhenTheServerWasSetBackToWhatItWasInAFailover() throws IOException {
        try (Replica replica = replica()) {
            assertThat(replica.claim(Replica.hello(1))).isEqualTo(FIRST);
            assertThat(replica.claim(Replica.hello(2))).as("nothing happened meanwhile").isEqualTo(FIRST);
            assertThat(redis.say("REPLICAOF", "127.0.0.1", "1")).isEqualTo("+OK");
            assertThatThrownBy(() -> replica.claim(Replica.hello(3))).isInstanceOf(CompletionException.class)
                    .hasStackTraceContaining("READONLY");
            assertThat(redis.say("REPLICAOF", "NO", "ONE")).isEqualTo("+OK");
            assertThat(redis.say("DBSIZE")).as("its data is there").isEqualTo(":18");
            assertThat(replica.claim(Replica.hello(3))).isEqualTo(WARMING_UP);
        }
    }

    /// While it ran ahead, records ended before their time.
    @Test
    @EarlyDataRule("2.4")
    void warmsUpAgainWhenTheClockOfTheServerRanAheadAndCameBack() throws IOException {
        try (Replica replica = replica()) {
            assertThat(replica.claim(Replica.hello(1))).isEqualTo(FIRST);
            setLatest(System.currentTimeMillis() + 900);
            assertThat(replica.claim(Replica.hello(17))).as("as far as a clock is slewed").isEqualTo(FIRST);
            setLatest(System.currentTimeMillis() + 200_000);
            assertThat(replica.claim(Replica.hello(33))).isEqualTo(WARMING_UP);
            assertThat(replica.look()).isEqualTo(Status.WARMING_UP);
        }
    }

    /// How far the clock has come, as the slot of hello 1 has noted it.
    private void setLatest(long millis) throws IOException {
        String note = new String(new Slots("test").of(Replica.hello(1).key())[1].array(),
                StandardCharsets.UTF_8);
        assertThat(redis.say("EVAL",
                "return redis.call('SET', KEYS[1], (string.gsub(redis.call('GET', KEYS[1]), ' %d+$', ' ' .. ARGV[1])))",
                "1", note, Long.toString(millis))).isEqualTo("+OK");
    }

    @Test
    @Attack(39)
    void warmsUpAgainWhenTheServerCameBackEmptyBetweenTwoQuestions() throws IOException {
        try (Replica replica = replica()) {
            SentHello hello = Replica.hello(1);
            assertThat(replica.claim(hello)).isEqualTo(FIRST);
            redis.kill();
            assertThatThrownBy(() -> replica.claim(hello)).isInstanceOf(CompletionException.class);
            redis.start();
            // Nobody looked after it since: the next question itself must notice.
            assertThat(untilAnswered(replica, hello)).isEqualTo(WARMING_UP);
        }
    }

    @Test
    void warmsUpAgainWhenTheServerWasRestartedWithItsDataForTheLastOfItMayBeLost() throws IOException {
        try (Replica replica = replica()) {
            SentHello hello = Replica.hello(1);
            assertThat(replica.claim(hello)).isEqualTo(FIRST);
            assertThat(redis.say("SAVE")).isEqualTo("+OK");
            redis.kill();
            redis.start();
            assertThat(redis.say("DBSIZE")).as("its data is there").isEqualTo(":17");
            assertThat(untilAnswered(replica, hello)).isEqualTo(WARMING_UP);
        }
    }

    @Test
    void warmsUpAgainWhenSomebodyEmptiedIt() throws IOException {
        try (Replica replica = replica()) {
            SentHello hello = Replica.hello(1);
            assertThat(replica.claim(hello)).isEqualTo(FIRST);
            assertThat(redis.say("FLUSHALL")).isEqualTo("+OK");
            assertThat(replica.claim(hello)).isEqualTo(WARMING_UP);
        }
    }

    private static Claim untilAnswered(Replica replica, SentHello hello) {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return replica.claim(hello);
            } catch (CompletionException away) {
                pause(endNanos);
            }
        }
    }

    private static void pause(long endNanos) {
        if (System.nanoTime() > endNanos) {
            throw new AssertionError("the server was not found again within " + PATIENCE);
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }

    @Test
    void refusesAServerThatEvictsAndWarmsUpAfterwards() throws IOException {
        try (Replica replica = replica()) {
            assertThat(replica.claim(Replica.hello(1))).isEqualTo(FIRST);
            assertThat(redis.say("CONFIG", "SET", "maxmemory-policy", "volatile-ttl")).isEqualTo("+OK");
            assertThat(replica.look()).isEqualTo(Status.FORGETFUL);
            assertThat(replica.sentence()).contains("maxmemory-policy is volatile-ttl", "noeviction");
            assertThat(replica.claim(Replica.hello(2))).isEqualTo(UNAVAILABLE);
            assertThat(redis.say("CONFIG", "SET", "maxmemory-policy", "noeviction")).isEqualTo("+OK");
            assertThat(replica.look()).isEqualTo(Status.WARMING_UP);
            assertThat(replica.claim(Replica.hello(1))).isEqualTo(WARMING_UP);
        }
    }

    @Test
    void isNotAskedWhileAnotherReplicaSeesAnotherServer() throws IOException {
        try (Replica replica = replica();
                RedisServer second = new RedisServer(Files.createDirectory(folder.resolve("second")))) {
            assertThat(replica.look()).isEqualTo(Status.READY);
            Set<String> seen = new HashSet<>();
            replica.others = memory -> Optional.of(!seen.add(requireNonNull(memory)));
            assertThat(replica.look()).isEqualTo(Status.DIVIDED);
            assertThat(replica.sentence()).contains("postern.replay.url");
            assertThat(replica.claim(Replica.hello(1))).isEqualTo(UNAVAILABLE);
            assertThat(replica.look()).as("it is the same server as before").isEqualTo(Status.READY);
            assertThat(replica.claim(Replica.hello(1))).isEqualTo(FIRST);
            try (Replica elsewhere = new Replica(second.url())) {
                elsewhere.others = replica.others;
                assertThat(elsewhere.look()).as("and this one is another").isEqualTo(Status.DIVIDED);
            }
        }
    }

    @Test
    void isAskedByTheLastWordOfTheOthersAndNotBeforeTheFirst() throws IOException {
        try (Replica replica = replica()) {
            replica.look();
            replica.others = _ -> Optional.empty();
            assertThat(replica.look()).isEqualTo(Status.READY);
        }
        try (Replica replica = new Replica(Replica.settings(redis.url(), false, null), null, _ -> Optional.empty())) {
            assertThat(replica.look()).isEqualTo(Status.DIVIDED);
            assertThat(replica.sentence()).contains("has not said yet");
            assertThat(replica.claim(Replica.hello(2))).isEqualTo(UNAVAILABLE);
        }
    }

    @Test
    void isUnavailableWhenTheServerIsFull() throws IOException {
        try (Replica replica = replica()) {
            assertThat(redis.say("CONFIG", "SET", "maxmemory", "1")).isEqualTo("+OK");
            assertThatThrownBy(() -> replica.claim(Replica.hello(1))).isInstanceOf(CompletionException.class)
                    .hasStackTraceContaining("OOM");
        }
    }

    @Test
    void failsLateAnswersAsATimeout() throws IOException {
        try (SlowLink link = new SlowLink(redis.port()); Replica replica = new Replica(link.url())) {
            redis.rememberForAnHour("test");
            assertThat(replica.claim(Replica.hello(1))).isEqualTo(FIRST);
            link.delayAnswers(30_000);
            assertThatThrownBy(() -> replica.claim(Replica.hello(2))).hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void startsWithoutItsServerAndFindsItLater() throws IOException {
        redis.kill();
        try (Replica replica = new Replica(redis.url())) {
            assertThat(replica.look()).isEqualTo(Status.AWAY);
            assertThat(replica.claim(Replica.hello(1))).isEqualTo(UNAVAILABLE);
            redis.start();
            long endNanos = System.nanoTime() + PATIENCE.toNanos();
            Status found = replica.look();
            for (; found == Status.AWAY; found = replica.look()) {
                pause(endNanos);
            }
            assertThat(found).isEqualTo(Status.WARMING_UP);
            redis.rememberForAnHour("test");
            assertThat(replica.claim(Replica.hello(1))).isEqualTo(FIRST);
        }
    }
}
