package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.LocalSigner;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.earlydata.ClientHelloRecorder;
import dev.postern.tls.earlydata.ReplayGuard;
import dev.postern.tls.psk.StatelessTickets;
import dev.postern.tls.psk.TicketKeyRing;
import dev.postern.tls.reactor.TlsServerCustomizer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// A Reactor Netty server on loopback, secured by our engine, with early data on.
final class TestServer implements AutoCloseable {
    static final Identity IDENTITY = Identity.create();
    private static final long ISSUER = 7;

    final EngineEnvironment environment;
    final BlockingQueue<HandshakeReport> reports = new LinkedBlockingQueue<>();
    /// For a selector that has found its answer.
    final TlsPolicy policy;
    private final DisposableServer server;

    /// The server's key and certificate, made by the JDK's keytool.
    record Identity(PrivateKey key, X509Certificate certificate) {
        static Identity create() {
            try {
                Path directory = Files.createTempDirectory("identity");
                Path store = directory.resolve("identity.p12");
                Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
                        "CN=localhost", "-ext", "SAN=dns:localhost,ip:127.0.0.1", "-keystore", store.toString(),
                        "-storepass",
                        "changeit", "-validity", "30").inheritIO().start();
                if (keytool.waitFor() != 0) {
                    throw new IllegalStateException("keytool made no certificate");
                }
                KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
                return new Identity((PrivateKey) keys.getKey("server", "changeit".toCharArray()),
                        (X509Certificate) keys.getCertificate("server"));
            } catch (Exception e) {
                throw new IllegalStateException("no certificate for the test server", e);
            }
        }
    }

    /// What a test may change.
    static final class Settings {
        Limits limits = Limits.DEFAULT;
        UnaryOperator<TlsPolicy> policy = UnaryOperator.identity();
        UnaryOperator<HttpServer> server = UnaryOperator.identity();
        @Nullable
        TlsPolicySelector selector;

        Settings limits(Limits value) {
            limits = value;
            return this;
        }

        Settings policy(UnaryOperator<TlsPolicy> value) {
            policy = value;
            return this;
        }

        Settings server(UnaryOperator<HttpServer> value) {
            server = value;
            return this;
        }
    }

    TestServer(Settings settings, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
        SecureRandom random = new SecureRandom();
        environment = new EngineEnvironment(CryptoProviders.fastest(), random::nextBytes, System::currentTimeMillis,
                settings.limits);
        policy = settings.policy.apply(policy(environment));
        TlsPolicySelector selector = settings.selector != null ? settings.selector
                : _ -> CompletableFuture.supplyAsync(() -> policy);
        TlsServerContext context = new TlsServerContext(environment, selector, reports::add, List.of("h2", "http/1.1"));
        server = settings.server
                .apply(new TlsServerCustomizer(context).apply(HttpServer.create().host("127.0.0.1").port(0)))
                .handle(handler).bindNow();
    }

    /// Issues tickets, and takes early data that was not seen before.
    static TlsPolicy policy(EngineEnvironment environment) {
        StatelessTickets tickets = new StatelessTickets(environment.crypto(), environment.random(), new TicketKeyRing(
                environment.random(), TicketKeyRing.LONGEST_PERIOD, environment.time().currentMillis()));
        Duration freshness = Duration.ofSeconds(10);
        ReplayGuard guard = new ReplayGuard(
                new ClientHelloRecorder(environment.time(), environment.random(), freshness.multipliedBy(2), 1024),
                ISSUER, true, () -> false, environment.time().currentMillis());
        TlsServerConfig config = TlsServerConfig
                .with(LocalSigner.credential(new CertificateChain(List.of(IDENTITY.certificate())), IDENTITY.key(),
                        environment.crypto(), environment.random()))
                .applicationProtocols("h2", "http/1.1").tickets(new TicketPolicy(2, 3600, ISSUER, tickets))
                .earlyData(new EarlyDataPolicy(16_384, true, freshness)).build();
        return new TlsPolicy("test", config, ticket -> CompletableFuture.completedFuture(tickets.open(ticket)),
                offer -> guard.judge(offer, environment.time().currentMillis()), Duration.ofSeconds(5),
                TlsPolicy.PeerVerifier.NONE);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
