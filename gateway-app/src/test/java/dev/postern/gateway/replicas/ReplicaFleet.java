package dev.postern.gateway.replicas;

import dev.postern.gateway.TestGateway;
import org.springframework.http.MediaType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Whole gateways with one database and one key-encryption key, as an operator runs replicas.
public final class ReplicaFleet {
    /// Of nobody else.
    public static final String KEY = "--postern.keys.encryption-key=" + "A".repeat(43) + "=";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 10;
    private final Path folder;
    private final String database;

    public ReplicaFleet(Path folder, String databaseUrl) {
        this.folder = folder;
        this.database = database(databaseUrl);
    }

    private static String database(String url) {
        return "--spring.datasource.url=" + url;
    }

    /// What all replicas are started with, and behind it what a test adds.
    public static String[] settings(String databaseUrl, String... more) {
        return Stream.concat(Stream.of(database(databaseUrl), KEY), Stream.of(more)).toArray(String[]::new);
    }

    public TestGateway start(String name) throws IOException {
        return start(name, KEY);
    }

    public TestGateway start(String name, String key, String... more) throws IOException {
        return start(name, key, Clock.systemUTC(), more);
    }

    /// One whose clock is not the others'.
    public TestGateway start(String name, String key, Clock clock, String... more) throws IOException {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.addAll(List.of(database, key));
        return TestGateway.start(Files.createDirectories(folder.resolve(name)), clock,
                settings.toArray(String[]::new));
    }

    public static void await(String failure, Callable<Boolean> condition) throws Exception {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(failure).isLessThan(endNanos);
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /// Makes an upstream, the object with the fewest fields.
    ///
    /// @return where it is
    public static String upstream(TestGateway gateway, String name) {
        return String.valueOf(gateway.admin().post().uri("/api/v1/upstreams").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(upstream(name)).exchange().expectStatus().isCreated().returnResult(byte[].class)
                .getResponseHeaders().getLocation());
    }

    public static Map<String, ?> upstream(String name) {
        return Map.of("name", name, "endpoints", List.of(Map.of("url", "http://127.0.0.1:1")));
    }
}
