package dev.postern.interop.gateway;

import dev.postern.interop.engine.Deadline;
import dev.postern.interop.pki.Identity;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// A gateway with one host, `localhost`. Its `GET` requests may act early, all others are held.
public final class Gateway implements AutoCloseable {
    /// The longest that the gateway lets anybody have, unless it is told otherwise.
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final GatewayProcess process;
    private final AdminApi admin;
    private final LocalHost host;
    private final int port;
    private final int restlessPort;
    private boolean killed;

    Gateway(GatewayProcess process, LocalHost host) {
        this.process = process;
        this.admin = process.admin();
        this.host = host;
        this.port = process.listenerPort(GatewayProcess.STEADY);
        this.restlessPort = process.listenerPort(GatewayProcess.RESTLESS);
    }

    static Gateway start() {
        try {
            GatewayProcess process = GatewayProcess.start(Files.createTempDirectory("postern-gateway"));
            return new Gateway(process, LocalHost.declare(process.admin()));
        } catch (IOException e) {
            throw new IllegalStateException("no temporary folder", e);
        }
    }

    /// Whom clients must trust.
    public Path roots() {
        return LocalHost.AUTHORITY.rootFile();
    }

    /// Of `localhost`.
    public Identity identity() {
        return host.identity();
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
        earlyData(Map.of("issueMaxBytes", LocalHost.MOST_EARLY_BYTES, "accept", true, "acceptPercent", 100,
                "freshnessWindow",
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
        earlyData(Map.of("issueMaxBytes", LocalHost.MOST_EARLY_BYTES / 2));
    }

    private void earlyData(Map<String, ?> change) {
        admin.patch(host.path(), Map.of("earlyData", change));
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

    /// The host issues tickets that allow no early data, and so accepts none.
    public void issueNoEarlyData() {
        earlyData(Map.of("issueMaxBytes", 0));
    }

    /// The host asks its clients for certificates, or asks no more.
    public void askForCertificates(boolean ask) {
        admin.patch(host.path(), Map.of("tls", Map.of("clientAuth", ask ? "request" : "none")));
    }

    /// Until the store of early hellos that it shares can be asked, however little it remembers.
    void awaitStore() {
        await("store that answers", () -> Set.of("READY", "WARMING_UP").contains(storeStatus()));
    }

    /// Until it has found out that there is none.
    void awaitNoStore() {
        await("end of its store", () -> storeStatus().equals("AWAY"));
    }

    private String storeStatus() {
        return admin.get("/actuator/earlydata").path("store").path("status").asString("");
    }

    /// No ticket that is out opens any more.
    public void revokeTickets() {
        admin.post("/api/v1/ticket-keys/revoke-all");
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
        return handshakesAfter(number, atLeast, GatewayProcess.STEADY);
    }

    /// The same at the restless one: what a browser connects ahead of its needs must not be taken for another client's.
    public List<Handshake> restlessHandshakesAfter(long number, int atLeast) {
        return handshakesAfter(number, atLeast, GatewayProcess.RESTLESS);
    }

    private List<Handshake> handshakesAfter(long number, int atLeast, String listener) {
        await(atLeast + " handshakes", () -> later(number, listener).size() >= atLeast);
        return later(number, listener);
    }

    private List<Handshake> later(long number, String listener) {
        return handshakes().stream().filter(one -> one.number() > number && one.listener().equals(listener))
                .sorted(Comparator.comparingLong(Handshake::number)).toList();
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Deadline.WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the gateway saw no %s, but %s, and printed %s".formatted(what, handshakes(),
                        process.output()));
            }
            pause();
        }
    }

    /// Between two looks at something that comes in its own time.
    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for the gateway", e);
        }
    }

    private List<Handshake> handshakes() {
        List<Handshake> all = new ArrayList<>();
        for (JsonNode recent : admin.get("/actuator/tlshandshakes").get("recent")) {
            all.add(Handshake.read(recent));
        }
        return all;
    }

    /// Its process alone.
    void end() {
        process.close();
    }

    @Override
    public void close() {
        end();
        host.upstream().close();
    }
}
