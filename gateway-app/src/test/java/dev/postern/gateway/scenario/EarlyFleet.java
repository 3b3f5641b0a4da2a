package dev.postern.gateway.scenario;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Gateways with one configuration and one ring of ticket keys, as replicas have them; and whoever captures flights that were meant for
/// them.
final class EarlyFleet implements AutoCloseable {
    private static final String USUAL_HOST = "early.localhost";
    private static final Pattern OUTCOME = Pattern
            .compile("(?m)^postern_tls_early_data_total\\{outcome=\"(\\w+)\"} (\\S+)$");
    private static final int MOST_CAPTURED = 100;
    private static final Map<String, ?> EARLY_DATA = Map.of("issueMaxBytes", 16_384, "accept", true);

    final ScriptedUpstream upstream;
    private final Path folder;
    private final String host;
    private final EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(),
            new SecureRandom()::nextBytes, System::currentTimeMillis, Limits.DEFAULT);
    private final Deque<ClientSession> tickets = new ArrayDeque<>();

    /// @param nodes names of the data directories to make
    EarlyFleet(Path folder, String... nodes) throws IOException {
        this(folder, EARLY_DATA, nodes);
    }

    /// @param earlyData the host's policy
    EarlyFleet(Path folder, Map<String, ?> earlyData, String... nodes) throws IOException {
        this.folder = folder;
        this.host = USUAL_HOST;
        upstream = ScriptedUpstream.answering(EarlyClients.ANSWER);
        Path first = folder.resolve(nodes[0]);
        try (OperatedGateway gateway = new OperatedGateway(first)) {
            configure(gateway, earlyData, "allow");
        }
        for (int i = 1; i < nodes.length; i++) {
            copy(first, folder.resolve(nodes[i]));
        }
    }

    /// Gateways that share a database, configured on one of them.
    EarlyFleet(OperatedGateway gateway) throws IOException {
        this(gateway, USUAL_HOST, EARLY_DATA);
    }

    /// @param host      of several
    /// @param earlyData the host's policy
    EarlyFleet(OperatedGateway gateway, String host, Map<String, ?> earlyData) throws IOException {
        this.folder = Path.of("");
        this.host = host;
        upstream = ScriptedUpstream.answering(EarlyClients.ANSWER);
        configure(gateway, earlyData, "allow");
    }

    /// Replicas that have their configuration in one database; no Redis, so each takes early data with its own tickets alone.
    ///
    /// @param action   of the only route
    /// @param settings of every replica, the database among them
    EarlyFleet(Path folder, Map<String, ?> earlyData, String action, List<String> settings) throws IOException {
        this.folder = folder;
        this.host = USUAL_HOST;
        upstream = ScriptedUpstream.answering(EarlyClients.ANSWER);
        try (OperatedGateway gateway = node("setup", settings.toArray(String[]::new))) {
            configure(gateway, earlyData, action);
        }
    }

    private void configure(OperatedGateway gateway, Map<String, ?> earlyData, String action) {
        String certificate = gateway.certificate(host, DevelopmentAuthority.create(Instant.now()).issue(List.of(host)));
        String id = gateway.host(host, certificate, Map.of("earlyData", earlyData));
        gateway.route(id, "/", gateway.upstream("aware of " + host, upstream.port(), true), action);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }

    /// Starts the gateway of that data directory.
    OperatedGateway node(String name, String... settings) {
        return new OperatedGateway(folder.resolve(name), settings);
    }

    OperatedGateway node(String name, Clock clock, String... settings) {
        return new OperatedGateway(folder.resolve(name), clock, settings);
    }

    /// A ticket from that gateway, used by nobody yet.
    ClientSession ticket(OperatedGateway issuer) throws IOException {
        tickets.clear();
        return nextTicket(issuer);
    }

    private ClientSession nextTicket(OperatedGateway issuer) throws IOException {
        if (tickets.isEmpty()) {
            try (EngineSocket client = new EngineSocket(environment, issuer.port(),
                    TlsClientConfig.to(host).applicationProtocols("http/1.1").build())) {
                client.handshake().until(() -> client.sessions.size() == 2);
                tickets.addAll(client.sessions);
            }
        }
        return tickets.pop();
    }

    /// A client's first flight with early data, taken from the wire before it reached anybody.
    byte[] flight(OperatedGateway issuer, String path) throws IOException {
        return flight(nextTicket(issuer), path);
    }

    byte[] flight(ClientSession ticket, String path) throws IOException {
        try (ServerSocket wire = new ServerSocket(0, MOST_CAPTURED, InetAddress.getLoopbackAddress());
                EngineSocket client = early(ticket, wire.getLocalPort())) {
            return client.start(request(host, path));
        }
    }

    static String request(String path) {
        return request(USUAL_HOST, path);
    }

    private static String request(String host, String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    /// A client that will send early data with this ticket.
    EngineSocket early(ClientSession ticket, int port) throws IOException {
        return new EngineSocket(environment, port, TlsClientConfig.to(host).applicationProtocols("http/1.1")
                .sessions(List.of(ticket)).earlyData(true).build());
    }

    /// Whether a request over a full handshake is answered.
    boolean answers(OperatedGateway gateway, String path) throws IOException {
        try {
            ask(path, gateway);
            return true;
        } finally {
            upstream.heads.clear();
        }
    }

    /// Sends one over a full handshake and waits for its answer.
    void ask(String path, OperatedGateway to) throws IOException {
        try (EngineSocket client = new EngineSocket(environment, to.port(),
                TlsClientConfig.to(host).applicationProtocols("http/1.1").build())) {
            client.handshake().send(request(host, path));
            client.untilText(EarlyClients.ANSWER);
        }
    }

    /// Whether the ticket is taken there for a handshake without a certificate. It is used up by that, taken or not.
    boolean resumes(ClientSession ticket, OperatedGateway at) throws IOException {
        try (EngineSocket client = new EngineSocket(environment, at.port(), TlsClientConfig.to(host)
                .applicationProtocols("http/1.1").sessions(List.of(ticket)).build())) {
            client.handshake();
            return client.engine().session().orElseThrow().resumed();
        }
    }

    /// Sends a flight and waits for a first byte of the answer. The connection stays open until the caller closes it, for a reset would
    /// overtake the flight.
    static Socket send(byte[] flight, OperatedGateway to) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.port());
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(flight);
        if (socket.getInputStream().read() < 0) {
            throw new IOException("the gateway closed without an answer");
        }
        return socket;
    }

    /// How many connections ended with this reason.
    static long count(OperatedGateway gateway, String reason) {
        String meter = "postern_tls_early_data_total{outcome=\"" + reason + "\"} ";
        return gateway.text("/actuator/prometheus").lines().filter(line -> line.startsWith(meter))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(meter.length()))).sum();
    }

    /// How many connections offered early data, by what became of it.
    private static Map<String, Long> outcomes(OperatedGateway gateway) {
        Map<String, Long> counts = new HashMap<>();
        OUTCOME.matcher(gateway.text("/actuator/prometheus")).results()
                .forEach(found -> counts.put(found.group(1), (long) Double.parseDouble(found.group(2))));
        counts.remove("notOffered");
        return counts;
    }

    /// A client sends an early request, with a ticket of the same gateway. Refused, it does not send it again.
    ///
    /// @return `accepted`, once the request is at the upstream, or why it was refused
    String outcome(String path, OperatedGateway gateway) throws Exception {
        ClientSession ticket = ticket(gateway);
        Map<String, Long> before = outcomes(gateway);
        try (EngineSocket client = early(ticket, gateway.port())) {
            client.start(request(host, path));
            client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
            if (client.events.stream().anyMatch(TlsEvent.EarlyDataAccepted.class::isInstance)) {
                assertThat(upstream.nextHead()).startsWith("GET " + path + " ");
            }
        }
        Await.until("nothing was counted", () -> !outcomes(gateway).equals(before));
        return outcomes(gateway).entrySet().stream()
                .filter(count -> count.getValue() > before.getOrDefault(count.getKey(), 0L)).findFirst().orElseThrow()
                .getKey();
    }

    /// Sends the flight and sees that early data was refused for this reason, or for one of these.
    static void refused(byte[] flight, OperatedGateway by, String... reasons) throws Exception {
        long before = refusals(by, reasons);
        send(flight, by).close();
        Await.until("early data was not refused as " + String.join(" or ", reasons),
                () -> refusals(by, reasons) == before + 1);
    }

    private static long refusals(OperatedGateway gateway, String... reasons) {
        return Stream.of(reasons).mapToLong(reason -> count(gateway, reason)).sum();
    }

    /// Sends the flight and sees its request at the upstream.
    String accepted(byte[] flight, OperatedGateway by) throws Exception {
        long before = count(by, "accepted");
        String head;
        try (Socket client = send(flight, by)) {
            head = upstream.nextHead();
        }
        Await.until("early data was not counted as accepted", () -> count(by, "accepted") == before + 1);
        return head;
    }

    /// Sends one flight to both at the same instant, and sees its request at the upstream.
    void race(String path, OperatedGateway one, OperatedGateway other) throws Exception {
        byte[] flight = flight(one, path);
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Socket>> sent = new ArrayList<>();
            for (OperatedGateway gateway : List.of(one, other)) {
                sent.add(clients.submit(() -> {
                    together.await();
                    return send(flight, gateway);
                }));
            }
            assertThat(upstream.nextHead()).startsWith("GET " + path + " ");
            for (Future<Socket> client : sent) {
                client.get().close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
