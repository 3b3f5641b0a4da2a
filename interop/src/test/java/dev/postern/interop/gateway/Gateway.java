package dev.postern.interop.gateway;

import dev.postern.interop.engine.Deadline;
import dev.postern.interop.peer.PeerProcess;
import dev.postern.interop.pki.Identity;
import dev.postern.interop.pki.KeyKind;
import dev.postern.interop.pki.TestAuthority;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A gateway with one host, `localhost`. Its `GET` requests may act early, all others are held.
public final class Gateway implements AutoCloseable {
    private static final TestAuthority AUTHORITY = new TestAuthority("Postern gateway test root");
    /// Spring, a database and an authority, on a machine that runs everything else, too.
    private static final Duration START = Duration.ofMinutes(5);
    /// The longest that the gateway lets anybody have.
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int MOST_EARLY_BYTES = 4096;
    private static final String STEADY = "steady";
    private static final String RESTLESS = "restless";
    /// After a second, the restless listener sends a client away, so that it has to connect anew.
    private static final String RESTLESS_MAX_AGE = "PT1S";

    private final OtherUpstream upstream;
    private final PeerProcess process;
    private final AdminApi admin;
    private final Identity identity;
    private final String hostPath;
    private final int port;
    private final int restlessPort;
    private boolean killed;

    private Gateway(OtherUpstream upstream, PeerProcess process, Path data) {
        this.upstream = upstream;
        this.process = process;
        int adminPort = port("Admin UI: https://localhost:(\\d+)/ui/");
        this.port = port("Listener " + STEADY + ": 127\\.0\\.0\\.1:(\\d+)");
        this.restlessPort = port("Listener " + RESTLESS + ": 127\\.0\\.0\\.1:(\\d+)");
        this.admin = new AdminApi(adminPort, data);
        this.identity = AUTHORITY.server(KeyKind.ECDSA_P256);
        this.hostPath = "/api/v1/hosts/" + declare();
    }

    static Gateway start() {
        try {
            Path data = Files.createTempDirectory("postern-gateway");
            OtherUpstream upstream = OtherUpstream.start();
            // The launcher finds a JDK 25 by itself; what it is given here is the one that runs this test.
            PeerProcess process = new PeerProcess(List.of(Path.of("..", "bin", "postern").toString(), "--server.port=0",
                    "--postern.data-dir=" + data, "--postern.listeners[0].name=" + STEADY,
                    "--postern.listeners[0].bind=127.0.0.1:0", "--postern.listeners[1].name=" + RESTLESS,
                    "--postern.listeners[1].bind=127.0.0.1:0", "--postern.listeners[1].max-age=" + RESTLESS_MAX_AGE),
                    Map.of("JAVA_HOME", System.getProperty("java.home")));
            process.await("Postern is ready(?s:.*)The admin token lies in", START);
            return new Gateway(upstream, process, data);
        } catch (IOException e) {
            throw new IllegalStateException("no temporary folder or no port", e);
        }
    }

    private int port(String regex) {
        return Integer.parseInt(process.await(regex).group(1));
    }

    private String declare() {
        String certificate = admin.create("/api/v1/certificates", Map.of("name", "localhost", "chainPem",
                text(identity.certificateFile()), "privateKeyPem", text(identity.keyFile())));
        String upstreamId = admin.create("/api/v1/upstreams", Map.of("name", "other", "protocol", "http1", "endpoints",
                List.of(Map.of("url", "http://127.0.0.1:" + upstream.port())), "earlyDataAware", true));
        String host = admin.create("/api/v1/hosts", Map.of("name", "localhost", "serverNames", List.of("localhost"),
                "certificateIds", List.of(certificate), "earlyData",
                Map.of("issueMaxBytes", MOST_EARLY_BYTES, "accept", true)));
        admin.create("/api/v1/hosts/" + host + "/routes", Map.of("name", "reads", "match",
                Map.of("pathPrefix", "/", "methods", List.of("GET")), "upstreamId", upstreamId, "earlyData", "allow"));
        admin.create("/api/v1/hosts/" + host + "/routes",
                Map.of("name", "writes", "match", Map.of("pathPrefix", "/"), "upstreamId", upstreamId));
        return host;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    /// Whom clients must trust.
    public Path roots() {
        return AUTHORITY.rootFile();
    }

    /// Of `localhost`.
    public Identity identity() {
        return identity;
    }

    public int port() {
        return port;
    }

    public String url(String path) {
        return "https://localhost:" + port + path;
    }

    /// Of the listener that sends its clients away after a second.
    public int restlessPort() {
        return restlessPort;
    }

    public String restlessUrl(String path) {
        return "https://localhost:" + restlessPort + path;
    }

    /// As it was at the start: tickets allow early data, and the host lets it in.
    public void takeEarlyData() {
        takeEarlyData(WINDOW);
    }

    /// @param window how far a ticket's age may be off
    public void takeEarlyData(Duration window) {
        engageKillSwitch(false);
        earlyData(Map.of("issueMaxBytes", MOST_EARLY_BYTES, "accept", true, "acceptPercent", 100, "freshnessWindow",
                window.toString()));
    }

    /// The host lets none in; tickets allow it all the same.
    public void acceptNoEarlyData() {
        earlyData(Map.of("accept", false));
    }

    /// Everything is decided as it would be, and nothing let in.
    public void castShadow() {
        earlyData(Map.of("acceptPercent", 0));
    }

    /// Another policy than that of the tickets that are out.
    public void changeEarlyDataPolicy() {
        earlyData(Map.of("issueMaxBytes", MOST_EARLY_BYTES / 2));
    }

    private void earlyData(Map<String, ?> change) {
        admin.patch(hostPath, Map.of("earlyData", change));
    }

    /// For every host at once.
    public void engageKillSwitch() {
        engageKillSwitch(true);
    }

    private void engageKillSwitch(boolean engaged) {
        if (engaged != killed) {
            admin.put("/api/v1/early-data/kill-switch", Map.of("engaged", engaged));
            killed = engaged;
        }
    }

    /// No ticket that is out opens any more.
    public void revokeTickets() {
        admin.post("/api/v1/ticket-keys/revoke-all");
    }

    /// Before the upstream answers the next request for the page.
    public void beforeNextPage(Runnable then) {
        upstream.beforeNextPage(then);
    }

    /// How every answer about a request ends.
    public String endOfAnswer() {
        return OtherUpstream.END;
    }

    /// The number of the newest handshake; what comes after has a larger one.
    public long lastHandshake() {
        return handshakes().stream().mapToLong(Handshake::number).max().orElse(0);
    }

    /// Handshakes at the steady listener with a larger number, oldest first. One is entered when it ended for the gateway, which may be after the client has had
    /// its answer, so this waits until there are as many as the client made.
    public List<Handshake> handshakesAfter(long number, int atLeast) {
        return handshakesAfter(number, atLeast, STEADY);
    }

    /// The same at the restless one: what a browser connects ahead of its needs must not be taken for another client's.
    public List<Handshake> restlessHandshakesAfter(long number, int atLeast) {
        return handshakesAfter(number, atLeast, RESTLESS);
    }

    private List<Handshake> handshakesAfter(long number, int atLeast, String listener) {
        long end = System.nanoTime() + Deadline.WAIT.toNanos();
        while (true) {
            List<Handshake> later = handshakes().stream()
                    .filter(one -> one.number() > number && one.listener().equals(listener))
                    .sorted(Comparator.comparingLong(Handshake::number)).toList();
            if (later.size() >= atLeast) {
                return later;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("the gateway saw no " + atLeast + " handshakes, but " + later + " and printed "
                        + process.output());
            }
            pause();
        }
    }

    /// Between two looks at something that comes in its own time.
    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for a handshake", e);
        }
    }

    private List<Handshake> handshakes() {
        List<Handshake> all = new ArrayList<>();
        for (JsonNode recent : admin.get("/actuator/tlshandshakes").get("recent")) {
            all.add(Handshake.read(recent));
        }
        return all;
    }

    @Override
    public void close() {
        process.close();
        upstream.close();
    }
}
