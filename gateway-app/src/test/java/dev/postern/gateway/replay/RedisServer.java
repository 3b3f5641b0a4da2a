package dev.postern.gateway.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A Redis of the test's own: on a free port of this machine, with its data in a folder of the test.
public final class RedisServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final int port;
    private final List<String> options;
    private Process process;

    /// @param options of `redis-server`, after `--port`, `--dir` and no snapshots
    public RedisServer(Path folder, String... options) throws IOException {
        this.folder = folder;
        this.options = List.of(options);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        start();
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /// On the same port as before.
    public void start() throws IOException {
        List<String> command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port), "--bind",
                "127.0.0.1", "--dir", folder.toString(), "--save", "", "--appendonly", "no"));
        command.addAll(options);
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis-" + port + ".log").toFile()).start();
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > endNanos) {
                throw new IOException("redis-server does not start: install the package redis-server");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private boolean answers() {
        try {
            String answer = say("PING");
            return !answer.isEmpty() && !answer.startsWith("-LOADING");
        } catch (IOException notYet) {
            return false;
        }
    }

    /// At once, without saving anything.
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// On the same port as before, with nothing of what it held.
    public void startEmpty() throws IOException {
        try (Stream<Path> held = Files.walk(folder)) {
            for (Path one : held.filter(file -> !file.equals(folder)).sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
        start();
    }

    /// It stands still until [#goOn]: its connections stay, and nothing is answered.
    public void standStill() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /// Sends one command and gives the first line of its answer.
    public String say(String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                command.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n").append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
            BufferedReader answer = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = answer.readLine();
            return line == null ? "" : line;
        }
    }

    /// As if it had run for an hour when the gateways came: what it holds is all there was.
    public void rememberForAnHour(String zone) {
        rememberFor(zone, Duration.ofHours(1));
    }

    /// As if it had run for so long.
    void rememberFor(String zone, Duration age) {
        try {
            for (int slot = 0; slot < Slots.COUNT; slot++) {
                String answer = say("EVAL", """
                        local run = string.sub(string.match(redis.call('INFO', 'server'), 'run_id:(%x+)'), 1, 20)
                            .. string.sub(string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)'), 1, 20)
                        local now = redis.call('TIME')[1] * 1000
                        return redis.call('SET', KEYS[1], run .. ' ' .. string.format('%.0f', now - ARGV[1]) .. ' '
                            .. string.format('%.0f', now))
                        """, "1", "postern:{" + zone + "." + slot + "}:memory", Long.toString(age.toMillis()));
                // Another node of the cluster has that slot.
                if (!answer.equals("+OK") && !answer.startsWith("-MOVED")) {
                    throw new IllegalStateException(answer);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
