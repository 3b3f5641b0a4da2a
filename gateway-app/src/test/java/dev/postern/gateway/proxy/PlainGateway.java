package dev.postern.gateway.proxy;

import dev.postern.gateway.listener.GatewayDataPlane;
import dev.postern.gateway.listener.ListenerSettings;
import dev.postern.gateway.routes.CanonicalName;
import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.EarlyDataSettings;
import dev.postern.gateway.routes.EarlyRequests;
import dev.postern.gateway.routes.Endpoint;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.HostTimeouts;
import dev.postern.gateway.routes.HostTls;
import dev.postern.gateway.routes.Revocations;
import dev.postern.gateway.routes.Route;
import dev.postern.gateway.routes.RouteMatch;
import dev.postern.gateway.routes.RouteTimeouts;
import dev.postern.gateway.routes.ServedCertificate;
import dev.postern.gateway.routes.ServerNamePattern;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.routes.UpstreamTls;
import dev.postern.gateway.stats.GatewayMetrics;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.psk.PolicyDigest;
import dev.postern.tls.spring.actuate.TlsMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import reactor.netty.resources.LoopResources;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The data plane over plain TCP, with one host that takes every name and one route that takes every request.
public final class PlainGateway implements AutoCloseable {
    public static final LoopResources LOOPS = LoopResources.create("test", 1, true);

    public final SnapshotHolder snapshots = new SnapshotHolder();
    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GatewayDataPlane plane;

    public PlainGateway(Upstream upstream, RouteTimeouts timeouts, UnaryOperator<ListenerSettings> settings) {
        Route route = new Route("r1", "all", RouteMatch.everything(), upstream, EarlyDataAction.HOLD, EarlyRequests.ALL,
                timeouts, false);
        snapshots.swap(snapshot(1, List.of(host("any", "*", List.of(), List.of(route))), upstream));
        ListenerSettings listener = settings
                .apply(ListenerSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).plain());
        plane = new GatewayDataPlane(List.of(listener), _ -> {
            throw new AssertionError("a listener in the clear asks for no TLS");
        }, snapshots, new GatewayMetrics(registry, new TlsMetrics(registry)), LOOPS);
        plane.start();
    }

    public static PlainGateway before(ScriptedUpstream upstream) {
        return new PlainGateway(upstream("up", UpstreamProtocol.HTTP1, upstream.port()), RouteTimeouts.DEFAULTS,
                UnaryOperator.identity());
    }

    public static Upstream upstream(String name, UpstreamProtocol protocol, int... ports) {
        List<Endpoint> endpoints = Arrays.stream(ports).mapToObj(port -> new Endpoint(false, "127.0.0.1", port, 1))
                .toList();
        return new Upstream(name, name, protocol, endpoints, false, UpstreamTls.DEFAULTS);
    }

    public static Host host(String name, String serverName, List<ServedCertificate> certificates, List<Route> routes) {
        PolicyDigest digest = new PolicyDigest(
                Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), PolicyDigest.BYTES));
        ServerNamePattern pattern = serverName.equals("*") ? new ServerNamePattern.Default()
                : new ServerNamePattern.Exact(CanonicalName.ofName(serverName).orElseThrow());
        return new Host(name, name, List.of(pattern), certificates,
                new HostTls(ClientAuthentication.NONE, List.of(), Revocations.NONE, null, digest, digest, digest),
                EarlyDataSettings.OFF,
                HostTimeouts.DEFAULTS, routes, null);
    }

    public static GatewaySnapshot snapshot(long revision, List<Host> hosts, Upstream... upstreams) {
        Map<String, Upstream> byId = Arrays.stream(upstreams).collect(Collectors.toMap(Upstream::id, one -> one));
        return GatewaySnapshot.of(revision, hosts, Map.of(), byId, List.of());
    }

    public GatewayDataPlane plane() {
        return plane;
    }

    public int port() {
        return plane.address(0).getPort();
    }

    public Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// Sends these bytes and returns everything until the gateway closes.
    public String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return readToEnd(socket);
        }
    }

    public static String readToEnd(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// Reads until the text so far ends so.
    public static String readUntil(Socket socket, String end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after: " + bytes.toString(StandardCharsets.ISO_8859_1));
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    public double requests(String status) {
        return registry.find("postern.http.requests").tag("status", status).timers().stream()
                .mapToLong(timer -> timer.count()).sum();
    }

    @Override
    public void close() {
        plane.leave(Duration.ofMillis(1)).toCompletableFuture().join();
        plane.close();
    }
}
