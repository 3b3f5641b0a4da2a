package dev.postern.gateway.scenario;

import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.replicas.ReplicaFleet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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

import static org.assertj.core.api.Assertions.assertThat;

/// The jar in two processes with one PostgreSQL: what an operator does to early data on one of them.
@Timeout(1200)
class PolicyAcrossProcessesIT {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyAcrossProcessesIT.class);
    /// Each replica turns the database's moment into one of its own clock, at most a query late.
    private static final Duration QUERY = Duration.ofMillis(250);
    private static final Duration ROUNDED = Duration.ofMillis(2);
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

    /// One early request whose client never sends its Finished: it reaches the upstream if it was acted on, and never else.
    private record Attempt(String path, Instant sentAt) {}

    @Test
    void neitherActsWhileTheOtherHoldsThoughOneOfThemHearsOfTheChangeLate() throws Exception {
        Map<String, Instant> acted = new ConcurrentHashMap<>();
        Thread upstream = Thread.ofVirtual().start(() -> collect(acted));
        List<Attempt> attempts = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor(); Stall stall = new Stall()) {
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
            Instant settled = enabledAt().plus(QUERY.plus(stall.longest().multipliedBy(2)));
            Await.until("time stands still", () -> Instant.now().isAfter(settled));
            for (int i = 0; i < 5; i++) {
                attempts.add(clients.submit(attempt(first, "/one/settled/" + i)).get());
                attempts.add(clients.submit(attempt(second, "/other/settled/" + i)).get());
            }
            requireOneMoment(attempts, acted, stall.longest());
        } finally {
            upstream.interrupt();
            upstream.join();
        }
    }

    /// Both switch at one moment of the database's clock, which is this machine's.
    private void requireOneMoment(List<Attempt> attempts, Map<String, Instant> acted, Duration stall) throws Exception {
        Instant enabledAt = enabledAt();
        Instant firstAct = acted.values().stream().min(Instant::compareTo).orElseThrow();
        Duration apart = QUERY.plus(stall.multipliedBy(2));
        LOG.info("Enabled at {}, first acted on at {}; this machine stood still for {} at most", enabledAt, firstAct,
                stall);
        assertThat(firstAct).as("one acts before the moment").isAfter(enabledAt.minus(ROUNDED));
        List<String> later = attempts.stream().filter(one -> one.sentAt().isAfter(enabledAt.plus(apart)))
                .map(Attempt::path).toList();
        assertThat(later).as("there was something to act on").isNotEmpty();
        Await.until("one held what the other acted on", () -> acted.keySet().containsAll(later));
    }

    private Instant enabledAt() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postern", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select max(enabled_at) from early_data_stage")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static boolean bothAct(Map<String, Instant> acted) {
        return List.of("/one/", "/other/").stream()
                .allMatch(prefix -> acted.keySet().stream().filter(path -> path.startsWith(prefix)).count() >= 5);
    }

    private Callable<Attempt> attempt(GatewayProcess to, String path) throws IOException {
        OperatedGateway gateway = to.operated();
        byte[] flight = fleet.flight(fleet.ticket(gateway), path);
        return () -> {
            Instant sentAt = Instant.now();
            open.add(EarlyFleet.send(flight, gateway));
            return new Attempt(path, sentAt);
        };
    }

    private void collect(Map<String, Instant> acted) {
        try {
            while (true) {
                String head = fleet.upstream.heads.take();
                acted.put(head.split(" ")[1], Instant.now());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
