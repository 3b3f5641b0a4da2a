package dev.postern.gateway.proxy;

import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.listener.GatedDataPlane;
import dev.postern.gateway.listener.GatewayDataPlane;
import dev.postern.gateway.listener.ListenerSettings;
import dev.postern.gateway.listener.ListenerTls;
import dev.postern.gateway.listener.ResumptionServices;
import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.EarlyDataSettings;
import dev.postern.gateway.routes.EarlyRequests;
import dev.postern.gateway.routes.Endpoint;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.Route;
import dev.postern.gateway.routes.RouteMatch;
import dev.postern.gateway.routes.RouteTimeouts;
import dev.postern.gateway.routes.ServedCertificate;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.routes.UpstreamTls;
import dev.postern.gateway.stats.GatewayMetrics;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.earlydata.ClientHelloRecorder;
import dev.postern.tls.earlydata.ReplayGuard;
import dev.postern.tls.psk.StatelessTickets;
import dev.postern.tls.psk.TicketKeyRing;
import dev.postern.tls.socket.Http2Wire;
import dev.postern.tls.spring.actuate.HandshakeJournal;
import dev.postern.tls.spring.actuate.TlsMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import reactor.netty.resources.LoopResources;

import javax.net.ssl.SSLSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/// The whole data plane before one upstream: a listener in the clear and one with our TLS, for one host that takes every name.
final class HopGateway implements AutoCloseable {
    static final UpstreamIdentity IDENTITY = new UpstreamIdentity();

    /// What a test may change.
    static final class Settings {
        RouteTimeouts timeouts = RouteTimeouts.DEFAULTS;
        EarlyDataAction early = EarlyDataAction.HOLD;
        EarlyRequests requests = EarlyRequests.ALL;
        UnaryOperator<ListenerSettings> listener = UnaryOperator.identity();
        LoopResources loops = PlainGateway.LOOPS;
        EarlyDataGate gate = EarlyDataGate.open();

        Settings timeouts(RouteTimeouts value) {
            timeouts = value;
            return this;
        }

        Settings early(EarlyDataAction value) {
            early = value;
            return this;
        }

        /// Those that may be acted on early.
        Settings requests(EarlyRequests value) {
            requests = value;
            return this;
        }

        Settings listener(UnaryOperator<ListenerSettings> value) {
            listener = value;
            return this;
        }

        Settings loops(LoopResources value) {
            loops = value;
            return this;
        }

        /// That requests go through; handshakes find it open.
        Settings gate(EarlyDataGate value) {
            gate = value;
            return this;
        }

        HopGateway before(Upstream upstream) {
            return new HopGateway(this, upstream);
        }
    }

    final SnapshotHolder snapshots = new SnapshotHolder();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final EngineEnvironment environment;
    private final GatewayDataPlane plane;

    private HopGateway(Settings settings, Upstream upstream) {
        CryptoProvider crypto = CryptoProviders.fastest();
        SecureRandom secure = new SecureRandom();
        RandomSource random = secure::nextBytes;
        environment = new EngineEnvironment(crypto, random, System::currentTimeMillis, Limits.DEFAULT);
        snapshots.swap(PlainGateway.snapshot(1, List.of(host(settings, upstream)), upstream));
        ListenerSettings listener = settings.listener
                .apply(ListenerSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        GatewayMetrics metrics = new GatewayMetrics(registry, new TlsMetrics(registry));
        plane = GatedDataPlane.of(List.of(listener.plain(), listener),
                new ListenerTls(snapshots, services(), new HandshakeJournal(100, 1), metrics, Runnable::run), snapshots,
                metrics, settings.loops, settings.gate);
        plane.start();
    }

    private ResumptionServices services() {
        long issuer = 1;
        Duration window = Duration.ofSeconds(10);
        ReplayGuard guard = new ReplayGuard(
                new ClientHelloRecorder(environment.time(), environment.random(), window.multipliedBy(2), 1024),
                issuer, true, () -> false, environment.time().currentMillis());
        StatelessTickets tickets = new StatelessTickets(environment.crypto(), environment.random(), new TicketKeyRing(
                environment.random(), TicketKeyRing.LONGEST_PERIOD, environment.time().currentMillis()));
        return new ResumptionServices(environment, tickets,
                ticket -> CompletableFuture.completedFuture(tickets.open(ticket)), EarlyDataGate.open(), guard, issuer,
                2,
                Duration.ofHours(1), window,
                Duration.ofSeconds(5));
    }

    private static Host host(Settings settings, Upstream upstream) {
        Route route = new Route("r1", "all", RouteMatch.everything(), upstream, settings.early, settings.requests,
                settings.timeouts,
                false);
        ServedCertificate certificate = new ServedCertificate("c1", "localhost", 1, IDENTITY.issued().chain(),
                IDENTITY.issued().privateKey(), List.of(), null);
        Host plain = PlainGateway.host("any", "*", List.of(certificate), List.of(route));
        return new Host(plain.id(), plain.name(), plain.serverNames(), plain.certificates(), plain.tls(),
                EarlyDataSettings.ON, plain.timeouts(), plain.routes(), null);
    }

    /// Puts another configuration of the one host in force: its route as these settings have it now, to this upstream.
    void change(Settings settings, Upstream upstream) {
        snapshots.swap(PlainGateway.snapshot(snapshots.current().revision() + 1, List.of(host(settings, upstream)),
                upstream));
    }

    static HopGateway before(Upstream upstream) {
        return new Settings().before(upstream);
    }

    static HopGateway before(ScriptedUpstream upstream) {
        return before(upstream(UpstreamProtocol.HTTP1, upstream.port()));
    }

    static HopGateway before(ScriptedHttp2Upstream upstream) {
        return before(upstream(UpstreamProtocol.H2C, upstream.port()));
    }

    static Upstream upstream(UpstreamProtocol protocol, int... ports) {
        return PlainGateway.upstream("up", protocol, ports);
    }

    static Upstream secureUpstream(UpstreamProtocol protocol, UpstreamTls tls, int port) {
        return new Upstream("up", "up", protocol, List.of(new Endpoint(true, "127.0.0.1", port, 1)), false, tls);
    }

    int port() {
        return plane.address(0).getPort();
    }

    int securePort() {
        return plane.address(1).getPort();
    }

    /// A client in the clear.
    Http1Peer connect() throws IOException {
        return new Http1Peer(new Socket(InetAddress.getLoopbackAddress(), port()));
    }

    /// A client over TLS.
    Http1Peer connectSecurely() throws IOException {
        SSLSocket socket = (SSLSocket) IDENTITY.context().getSocketFactory().createSocket("localhost", securePort());
        socket.startHandshake();
        return new Http1Peer(socket);
    }

    /// An HTTP/2 client, over TLS.
    Http2Client connectHttp2() {
        return new Http2Client(securePort(), IDENTITY.client("h2"));
    }

    /// The same, frame by frame.
    Http2Wire connectHttp2Wire() throws IOException {
        return Http2Wire.client(IDENTITY.context(), "localhost", securePort());
    }

    /// Sends these bytes and returns everything until the gateway closes.
    String exchange(String request) throws IOException {
        try (Http1Peer client = connect()) {
            client.write(request);
            return new String(client.in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }

    /// Connections of clients that are open now.
    int connections() {
        return plane.connections();
    }

    /// Requests that were counted with this status.
    double requests(String status) {
        return registry.find("postern.http.requests").tag("status", status).timers().stream()
                .mapToLong(timer -> timer.count()).sum();
    }

    /// Takes no further connections and sends away those that are open. The future is done when the last one is gone.
    CompletableFuture<Void> leave(Duration within) {
        return plane.leave(within).toCompletableFuture();
    }

    @Override
    public void close() {
        plane.leave(Duration.ofMillis(1)).toCompletableFuture().join();
        plane.close();
    }
}
