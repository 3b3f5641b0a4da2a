package dev.postern.gateway.scenario;

import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.replicas.ReplicaFleet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// The jar in two processes with one PostgreSQL: what an operator does to early data on one of them.
@Timeout(1200)
class PolicyAcrossProcessesIT {
    private static final Duration PROMISED = Duration.ofSeconds(2);
    @TempDir
    Path folder;
    private PostgresServer postgres;
    private EarlyFleet fleet;
    private GatewayProcess first;
    private GatewayProcess second;
    private String url;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private String[] settings() {
        // Whoever stands still must not lose its lease on a machine that is slow.
        return ReplicaFleet.settings(url, "--postern.replay.budget=20s", "--postern.early-data.lease=120s");
    }

    @BeforeEach
    void start() throws Exception {
        postgres = new PostgresServer();
        url = postgres.newDatabase();
        fleet = new EarlyFleet(folder, Map.of("issueMaxBytes", 16_384, "accept", true), "hold", List.of(settings()));
        first = new GatewayProcess(folder.resolve("one"), folder.resolve("one.log"), 0, settings());
        second = new GatewayProcess(folder.resolve("other"), folder.resolve("other.log"), 0, settings());
        first.operated().awaitOpenGate();
        second.operated().awaitOpenGate();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : open) {
            socket.close();
        }
        second.close();
        first.close();
        fleet.close();
        postgres.close();
    }

    @Test
    void theKillSwitchOfOneRefusesOnTheOtherWithinTwoSeconds() throws Exception {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            first.operated().killSwitch(true);
            long engagedNanos = System.nanoTime();
            second.operated().awaitGate("killSwitch");
            took.add(Duration.ofNanos(System.nanoTime() - engagedNanos));
            EarlyFleet.refused(fleet.flight(fleet.ticket(second.operated()), "/killed"), second.operated(),
                    "killSwitch");
            first.operated().killSwitch(false);
            second.operated().awaitOpenGate();
        }
        // Of several, so that one moment in which this machine was busy with something else does not decide.
        assertThat(took.stream().sorted().toList().get(took.size() / 2)).as("%s", took).isLessThan(PROMISED);
    }

    /// One early request whose client never sends its Finished: it reaches the upstream if it was acted on, and never else.
    private record Attempt(String path, long sentNanos) {}

    @Test
    void neitherActsWhileTheOtherHoldsThoughOneOfThemHearsOfTheChangeLate() throws Exception {
        Map<String, Long> acted = new ConcurrentHashMap<>();
        Thread upstream = Thread.ofVirtual().start(() -> collect(acted));
        List<Attempt> attempts = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            second.standStill();
            first.operated().patchRoute(Map.of("earlyData", "allow"));
            List<Future<Attempt>> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sent.add(clients.submit(attempt(first, "/still/" + i)));
            }
            for (Future<Attempt> one : sent) {
                attempts.add(one.get());
            }
            assertThat(acted).as("one acts before the other has heard of it").isEmpty();
            second.goOn();
            long endNanos = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            for (int i = 0; System.nanoTime() < endNanos && !bothAct(acted); i++) {
                Future<Attempt> one = clients.submit(attempt(first, "/one/" + i));
                Future<Attempt> other = clients.submit(attempt(second, "/other/" + i));
                attempts.add(one.get());
                attempts.add(other.get());
            }
            assertThat(bothAct(acted)).as("the change is in effect on both").isTrue();
            requireThatAllLaterOnesAreActedOn(attempts, acted);
        } finally {
            upstream.interrupt();
            upstream.join();
        }
    }

    private static void requireThatAllLaterOnesAreActedOn(List<Attempt> attempts, Map<String, Long> acted)
            throws InterruptedException {
        long firstActNanos = acted.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        // Both switch at one moment of the database's clock; this is for a machine that lets a process wait.
        long apartNanos = TimeUnit.MILLISECONDS.toNanos(1_500);
        List<String> later = attempts.stream().filter(one -> one.sentNanos() > firstActNanos + apartNanos)
                .map(Attempt::path).toList();
        Await.until("one held what the other acted on", () -> acted.keySet().containsAll(later));
    }

    private static boolean bothAct(Map<String, Long> acted) {
        return List.of("/one/", "/other/").stream()
                .allMatch(prefix -> acted.keySet().stream().filter(path -> path.startsWith(prefix)).count() >= 5);
    }

    private Callable<Attempt> attempt(GatewayProcess to, String path) throws IOException {
        OperatedGateway gateway = to.operated();
        byte[] flight = fleet.flight(fleet.ticket(gateway), path);
        return () -> {
            long sentNanos = System.nanoTime();
            open.add(EarlyFleet.send(flight, gateway));
            return new Attempt(path, sentNanos);
        };
    }

    private void collect(Map<String, Long> acted) {
        try {
            while (true) {
                String head = fleet.upstream.heads.take();
                acted.put(head.split(" ")[1], System.nanoTime());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
