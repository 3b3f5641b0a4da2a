package dev.postern.interop.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Two gateways with one configuration and one ring of ticket keys, in zones of their own. One remembers early hellos by itself and lets only
/// one client at a time be unconfirmed; the other has its memory in a Redis.
public final class Neighbours implements AutoCloseable {
    /// The longest that a host may have where the store is shared.
    private static final String MOST = "--postern.replay.window=60s";
    /// A slow machine must not decide what these tests are about.
    private static final List<String> PATIENT = List.of("--postern.replay.budget=5s",
            "--postern.limits.confirmation=5m");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final LocalHost host;
    private final MemoryServer redis;
    private final Gateway lonely;
    private final Gateway sharing;

    private Neighbours(LocalHost host, MemoryServer redis, Gateway lonely, Gateway sharing) {
        this.host = host;
        this.redis = redis;
        this.lonely = lonely;
        this.sharing = sharing;
    }

    static Neighbours start() {
        try {
            Path folder = Files.createTempDirectory("postern-neighbours");
            Path data = folder.resolve("lonely");
            Path copy = folder.resolve("sharing");
            LocalHost host = declare(data);
            copy(data, copy);
            MemoryServer redis = new MemoryServer();
            redis.start();
            var one = GatewayProcess.launch(data, settings("--postern.early-data.max-unconfirmed=1"));
            var other = GatewayProcess.launch(copy, settings("--postern.replay.url=" + redis.url()));
            return new Neighbours(host, redis, new Gateway(GatewayProcess.of(one, data), host),
                    new Gateway(GatewayProcess.of(other, copy), host));
        } catch (IOException e) {
            throw new IllegalStateException("no temporary folder", e);
        }
    }

    private static String[] settings(String own) {
        return Stream.concat(PATIENT.stream(), Stream.of(MOST, own)).toArray(String[]::new);
    }

    private static LocalHost declare(Path data) {
        try (GatewayProcess first = GatewayProcess.start(data)) {
            LocalHost host = LocalHost.declare(first.admin());
            first.leave();
            return host;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }

    /// Whose memory is its own.
    public Gateway lonely() {
        return lonely;
    }

    /// Whose memory is in a Redis.
    public Gateway sharing() {
        return sharing;
    }

    /// Both take early data, in a window for which a store that has just started stays young.
    public void takeEarlyData() {
        takeEarlyData(LONG);
    }

    private void takeEarlyData(Duration window) {
        lonely.takeEarlyData(window);
        sharing.takeEarlyData(window);
        lonely.askForCertificates(false);
    }

    /// Both take early data, in a window that a store outlives soon.
    public void narrowTheWindow() {
        takeEarlyData(SHORT);
    }

    /// There is a store, however young.
    public void bringTheStore() {
        if (!redis.isRunning()) {
            redis.start();
        }
        sharing.awaitStore();
    }

    /// Whoever starts it again finds it empty.
    public void takeTheStoreAway() {
        redis.kill();
        sharing.awaitNoStore();
    }

    @Override
    public void close() {
        lonely.end();
        sharing.end();
        redis.close();
        host.upstream().close();
    }
}
