package dev.postern.gateway.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A PostgreSQL of the test's own: on a free port of this machine, with its data in a temporary folder, sorting by language as one that
/// was made with an operator's locale does. It does not run as root, so a test that does hands it to another user.
public final class PostgresServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> USERS = List.of("postgres", "nobody");
    private static final String MISSING = "install the package postgresql, or put initdb and postgres on the PATH";

    private final Path folder;
    private final Path programs;
    private final List<String> as;
    private final int port;
    private final AtomicInteger databases = new AtomicInteger();
    private Process process;

    public PostgresServer() throws IOException {
        programs = programs();
        folder = Files.createTempDirectory("postern-postgres");
        as = giveAway(folder);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        run("initdb", "--pgdata", folder.resolve("data").toString(), "--username", "postern", "--auth", "trust",
                "--encoding", "UTF8", "--locale", "C.UTF-8", "--locale-provider", "icu", "--icu-locale", "en-US",
                "--no-sync");
        start();
    }

    private static Path programs() throws IOException {
        List<Path> places = new ArrayList<>();
        Stream.of(System.getenv("PATH").split(":")).map(Path::of).forEach(places::add);
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted(Comparator.reverseOrder()).map(version -> version.resolve("bin")).forEach(places::add);
            }
        }
        return places.stream().filter(place -> Files.isExecutable(place.resolve("initdb"))
                && Files.isExecutable(place.resolve("postgres"))).findFirst()
                .orElseThrow(() -> new IOException("There is no PostgreSQL: " + MISSING));
    }

    /// @return what to put before a command
    private static List<String> giveAway(Path folder) throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return List.of();
        }
        for (String user : USERS) {
            try {
                UserPrincipal owner = folder.getFileSystem().getUserPrincipalLookupService()
                        .lookupPrincipalByName(user);
                Files.setOwner(folder, owner);
                return List.of("setpriv", "--reuid", user, "--regid", groupOf(user), "--clear-groups");
            } catch (UserPrincipalNotFoundException next) {
                // The next one may be there.
            }
        }
        throw new IOException("PostgreSQL does not run as root, and there is neither of the users " + USERS);
    }

    private static String groupOf(String user) throws IOException {
        Process id = new ProcessBuilder("id", "-g", user).start();
        return new String(id.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip();
    }

    private ProcessBuilder command(String program, String... arguments) {
        List<String> command = new ArrayList<>(as);
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    }

    private Path log() {
        // Beside the folder: it is written by this process, whoever owns what lies inside.
        return folder.resolveSibling(folder.getFileName() + ".log");
    }

    private void run(String program, String... arguments) throws IOException {
        try {
            Process run = command(program, arguments).start();
            if (!run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || run.exitValue() != 0) {
                throw new IOException(program + " failed: " + Files.readString(log()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// On the same port as before, with what it held.
    public void start() throws IOException {
        process = command("postgres", "-D", folder.resolve("data").toString(), "-p", Integer.toString(port), "-c",
                "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c",
                "shared_buffers=16MB", "-c", "max_connections=100").start();
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > endNanos) {
                throw new IOException("postgres does not start: " + Files.readString(log()));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private boolean answers() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /// Every connection is cut; what was committed stays.
    public void stop() {
        signal("INT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("postgres does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /// An empty database. @return its URL
    public String newDatabase() {
        String name = "test" + databases.incrementAndGet();
        try (Connection connection = connect("postgres"); var statement = connection.createStatement()) {
            statement.execute("create database " + name);
            return url(name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postern", "");
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            signal("QUIT");
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
            Files.deleteIfExists(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
