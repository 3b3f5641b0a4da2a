package dev.postern.interop.gateway;

import dev.postern.interop.peer.PeerProcess;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The gateway's process, from its jar, with two listeners; one of them sends its clients away.
final class GatewayProcess implements AutoCloseable {
    static final String STEADY = "steady";
    static final String RESTLESS = "restless";
    /// Spring, a database and an authority, on a machine that runs everything else, too.
    private static final Duration START = Duration.ofMinutes(5);
    /// After a second, the restless listener sends a client away, so that it has to connect anew.
    private static final String RESTLESS_MAX_AGE = "PT1S";

    private final PeerProcess process;
    private final AdminApi admin;

    private GatewayProcess(PeerProcess process, Path data) {
        this.process = process;
        process.await("Postern is ready(?s:.*)The admin token lies in", START);
        this.admin = new AdminApi(port("Admin UI: https://localhost:(\\d+)/ui/"), data);
    }

    /// Not ready yet.
    static PeerProcess launch(Path data, String... settings) {
        // The launcher finds a JDK 25 by itself; what it is given here is the one that runs this test.
        List<String> command = new ArrayList<>(List.of(Path.of("..", "bin", "postern").toString(), "--server.port=0",
                "--postern.data-dir=" + data, "--postern.listeners[0].name=" + STEADY,
                "--postern.listeners[0].bind=127.0.0.1:0", "--postern.listeners[1].name=" + RESTLESS,
                "--postern.listeners[1].bind=127.0.0.1:0", "--postern.listeners[1].max-age=" + RESTLESS_MAX_AGE));
        command.addAll(List.of(settings));
        return new PeerProcess(command, Map.of("JAVA_HOME", System.getProperty("java.home")));
    }

    /// Waits until it is ready.
    static GatewayProcess of(PeerProcess launched, Path data) {
        return new GatewayProcess(launched, data);
    }

    static GatewayProcess start(Path data) {
        return of(launch(data), data);
    }

    AdminApi admin() {
        return admin;
    }

    /// @param listener by its name
    int listenerPort(String listener) {
        return port("Listener " + listener + ": 127\\.0\\.0\\.1:(\\d+)");
    }

    private int port(String regex) {
        return Integer.parseInt(process.await(regex).group(1));
    }

    String output() {
        return process.output();
    }

    /// In good order, so that its data directory is whole.
    void leave() {
        process.terminate();
        process.awaitExit(START);
    }

    @Override
    public void close() {
        process.close();
    }
}
