package dev.postern.interop.gateway;

import dev.postern.interop.peer.PeerProcess;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A Redis of the test's own, always on the same port of this machine. It keeps nothing: one that starts remembers nothing.
final class MemoryServer implements AutoCloseable {
    private final Path folder;
    private final int port;
    private Optional<PeerProcess> running = Optional.empty();

    MemoryServer() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.folder = Files.createTempDirectory("postern-redis");
            this.port = free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no temporary folder or no port", e);
        }
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    boolean isRunning() {
        return running.isPresent();
    }

    void start() {
        PeerProcess redis = new PeerProcess(List.of("redis-server", "--port", String.valueOf(port), "--bind",
                "127.0.0.1", "--dir", folder.toString(), "--save", "", "--appendonly", "no"));
        redis.await("Ready to accept connections");
        running = Optional.of(redis);
    }

    /// At once, and to the end.
    void kill() {
        running.ifPresent(redis -> {
            redis.close();
            redis.awaitExit();
        });
        running = Optional.empty();
    }

    @Override
    public void close() {
        kill();
    }
}
