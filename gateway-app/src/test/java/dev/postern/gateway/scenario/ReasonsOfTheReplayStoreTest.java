package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.replay.RedisServer;
import dev.postern.gateway.replay.SlowLink;
import dev.postern.tls.earlydata.EarlyDataReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Every outcome of early data that a replay store brings about which gateways share: a Redis that is slow, away, or new, and a zone that is not
/// the ticket's. One word each, and the acceptance beside it.
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class ReasonsOfTheReplayStoreTest {
    private static final String REFUSED = "/refused";
    private static final String ACCEPTED = "/accepted";
    @TempDir
    static Path folder;
    private static RedisServer redis;
    private static SlowLink link;
    private static EarlyFleet fleet;
    private static OperatedGateway gateway;
    private static OperatedGateway away;

    private final Map<EarlyDataReason, Cause> causes = new EnumMap<>(EarlyDataReason.class);

    /// Brings an outcome about, and then the acceptance beside it.
    private interface Cause {
        void bring(EarlyDataWords words) throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        redis = new RedisServer(Files.createDirectory(folder.resolve("redis")));
        link = new SlowLink(redis.port());
        fleet = new EarlyFleet(folder, "here", "away");
        gateway = fleet.node("here", EarlyDataWords.LOGGED, "--postern.replay.url=" + link.url(),
                "--postern.replay.budget=5s", "--postern.replay.window=60s", "--postern.limits.confirmation=5m");
        away = fleet.node("away", EarlyDataWords.LOGGED, "--postern.replay.url=" + link.url(),
                "--postern.replay.window=60s", "--postern.replay.zone=away");
    }

    @AfterAll
    static void stop() throws Exception {
        away.close();
        gateway.close();
        fleet.close();
        link.close();
        redis.close();
    }

    @BeforeEach
    void theStoreIsOld() {
        redis.rememberForAnHour("default");
    }

    @AfterEach
    void nothingThatWasRefusedReachedTheUpstream() {
        List<String> heads = new ArrayList<>();
        fleet.upstream.heads.drainTo(heads);
        assertThat(heads).noneMatch(head -> head.contains(REFUSED));
    }

    static Stream<EarlyDataReason> reasons() {
        return ReasonScene.SHARED_STORE.reasons();
    }

    @ParameterizedTest
    @MethodSource("reasons")
    @EarlyDataRule("5.3")
    void comesFromItsOwnCauseAndHasOneWordEverywhere(EarlyDataReason reason, CapturedOutput log) throws Exception {
        causes.put(EarlyDataReason.ZONE, words -> {
            words.are(EarlyDataReason.ZONE, fleet.flight(fleet.ticket(away), REFUSED));
            accepts(words);
        });
        causes.put(EarlyDataReason.WARM_UP, words -> {
            redis.say("FLUSHALL");
            words.are(EarlyDataReason.WARM_UP, flight(REFUSED));
            redis.rememberForAnHour("default");
            accepts(words);
        });
        causes.put(EarlyDataReason.REPLAY_STORE_TIMEOUT, words -> {
            byte[] other = flight(ACCEPTED);
            link.delayAnswers(10_000);
            words.are(EarlyDataReason.REPLAY_STORE_TIMEOUT, flight(REFUSED));
            link.delayAnswers(0);
            awaitStore("READY");
            words.are(EarlyDataReason.ACCEPTED, other);
        });
        causes.put(EarlyDataReason.REPLAY_STORE_UNAVAILABLE, words -> {
            redis.kill();
            awaitStore("AWAY");
            words.are(EarlyDataReason.REPLAY_STORE_UNAVAILABLE, flight(REFUSED));
            redis.start();
            awaitStore("WARMING_UP");
            redis.rememberForAnHour("default");
            accepts(words);
        });
        Objects.requireNonNull(causes.get(reason), "nothing here brings it about")
                .bring(new EarlyDataWords(gateway, log));
    }

    private static byte[] flight(String path) throws Exception {
        return fleet.flight(fleet.ticket(gateway), path);
    }

    private static void accepts(EarlyDataWords words) throws Exception {
        words.are(EarlyDataReason.ACCEPTED, flight(ACCEPTED));
    }

    private static void awaitStore(String status) throws InterruptedException {
        Await.equal(status,
                () -> gateway.json("/actuator/earlydata").path("store").path("status").asString(""));
    }
}
