package dev.postern.gateway.scenario;

import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.gateway.replicas.ReplicaFleet;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The jar in two processes with one PostgreSQL: whatever kind of change is made on one, the other acts by it in less than two seconds,
/// each time.
@Timeout(600)
class ChangesAcrossProcessesIT {
    private static final Logger LOG = LoggerFactory.getLogger(ChangesAcrossProcessesIT.class);
    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final int TIMES = 6;
    private static final String EARLY_HOST = "early.localhost";

    @TempDir
    static Path folder;
    private static final EngineEnvironment ENVIRONMENT = new EngineEnvironment(CryptoProviders.fastest(),
            new SecureRandom()::nextBytes, System::currentTimeMillis, Limits.DEFAULT);
    private static DevelopmentAuthority authority;
    private static SSLContext tls;
    private static PostgresServer postgres;
    private static ScriptedUpstream upstream;
    private static GatewayProcess first;
    private static GatewayProcess second;
    private static EarlyFleet fleet;
    private static String certificate;
    private static String target;

    @BeforeAll
    static void start() throws Exception {
        authority = DevelopmentAuthority.create(Instant.now());
        tls = JdkClient.trusting(authority.certificate());
        postgres = new PostgresServer();
        upstream = ScriptedUpstream.answering("fine");
        String database = postgres.newDatabase();
        first = process("one", database);
        second = process("other", database);
        fleet = new EarlyFleet(first.operated(), EARLY_HOST, Map.of("issueMaxBytes", 16_384, "accept", true));
        certificate = first.operated().certificate("all", authority.issue(List.of("*.example")));
        target = first.operated().upstream("fine", upstream.port(), false);
        awaitOpenGates();
    }

    private static GatewayProcess process(String name, String database) throws Exception {
        return new GatewayProcess(folder.resolve(name), folder.resolve(name + ".log"), 0,
                "--spring.datasource.url=" + database, ReplicaFleet.KEY, "--postern.replay.budget=20s");
    }

    private static void awaitOpenGates() throws InterruptedException {
        first.operated().awaitOpenGate();
        second.operated().awaitOpenGate();
    }

    @AfterAll
    static void stop() throws Exception {
        second.close();
        first.close();
        fleet.close();
        upstream.close();
        postgres.close();
    }

    private interface Sight {
        boolean isThere() throws Exception;
    }

    private interface Change {
        /// Makes it on one.
        ///
        /// @param name of its own
        /// @return whether the other acts by it
        Sight make(String name, GatewayProcess writer, GatewayProcess reader) throws Exception;
    }

    private static void requireInTime(String what, Change change) throws Exception {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            Sight sight = change.make(what + "-" + i, i % 2 == 0 ? first : second, i % 2 == 0 ? second : first);
            took.add(until(sight));
        }
        LOG.info("{} on the other replica after {}", what, took);
        assertThat(Collections.max(took)).as("%s: the longest of %s", what, took).isLessThan(PROMISED);
    }

    /// How long it takes from now on.
    private static Duration until(Sight sight) throws InterruptedException {
        long startNanos = System.nanoTime();
        Await.until("the other replica does not act by the change", () -> {
            try {
                return sight.isThere();
            } catch (SSLException noSuchHostYet) {
                return false;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private static boolean answers(String name, GatewayProcess gateway, String answer) throws IOException {
        try (JdkClient client = new JdkClient(tls, name, gateway.port())) {
            return client.get(name, "/").contains(answer);
        }
    }

    @Test
    void aHost() throws Exception {
        requireInTime("host", (name, writer, reader) -> {
            writer.operated().host(name + ".example", certificate, Map.of());
            return () -> answers(name + ".example", reader, "404");
        });
    }

    @Test
    void aRoute() throws Exception {
        requireInTime("route", (name, writer, reader) -> {
            String host = writer.operated().host(name + ".example", certificate, Map.of());
            until(() -> answers(name + ".example", reader, "404"));
            writer.operated().route(host, "/", target, "hold");
            return () -> answers(name + ".example", reader, "fine");
        });
    }

    @Test
    void anUpstream() throws Exception {
        try (ScriptedUpstream moved = ScriptedUpstream.answering("moved")) {
            requireInTime("upstream", (name, writer, reader) -> {
                String own = writer.operated().upstream(name, upstream.port(), false);
                writer.operated().route(writer.operated().host(name + ".example", certificate, Map.of()), "/", own,
                        "hold");
                until(() -> answers(name + ".example", reader, "fine"));
                writer.operated().patch("/api/v1/upstreams/" + own,
                        Map.of("endpoints", List.of(Map.of("url", "http://127.0.0.1:" + moved.port()))));
                return () -> answers(name + ".example", reader, "moved");
            });
        }
    }

    @Test
    void aCertificate() throws Exception {
        first.operated().host("renewed.example", certificate, Map.of());
        requireInTime("certificate", (name, writer, reader) -> {
            Issued next = authority.issue(List.of("*.example"));
            writer.operated().replaceCertificate(certificate, next);
            return () -> {
                try (JdkClient client = new JdkClient(tls, "renewed.example", reader.port())) {
                    return client.certificate().equals(next.chain().getFirst());
                }
            };
        });
    }

    @Test
    void aTrustBundle() throws Exception {
        List<ClientIdentity> clients = List.of(new ClientIdentity(folder.resolve("clients")),
                new ClientIdentity(folder.resolve("others")));
        String bundle = first.operated().trustBundle("clients", clients.getFirst().authorityPem());
        first.operated().host("proven.example", certificate,
                Map.of("tls", Map.of("clientAuth", "require", "trustBundleId", bundle)));
        until(() -> knows(clients.getFirst(), second));
        requireInTime("trust-bundle", (name, writer, reader) -> {
            ClientIdentity next = clients.get(writer == first ? 1 : 0);
            writer.operated().patch("/api/v1/trust-bundles/" + bundle, Map.of("pem", next.authorityPem()));
            return () -> knows(next, reader);
        });
    }

    private static boolean knows(ClientIdentity client, GatewayProcess gateway) {
        try (EngineSocket socket = new EngineSocket(ENVIRONMENT, gateway.port(), TlsClientConfig.to("proven.example")
                .applicationProtocols("http/1.1").credentials(List.of(client.credential(ENVIRONMENT))).build())) {
            socket.handshake().send("GET / HTTP/1.1\r\nHost: proven.example\r\n\r\n");
            return socket.untilText("\r\n\r\n").startsWith("HTTP/1.1 404 ");
        } catch (IOException refused) {
            return false;
        }
    }

    /// What narrows is in effect at once; what widens is published as fast, and acted on when every replica has it.
    @Test
    void anEarlyDataPolicy() throws Exception {
        requireInTime("early-data-policy", (name, writer, reader) -> {
            setEarlyData(writer, true);
            awaitOpenGates();
            setEarlyData(writer, false);
            return () -> reader.operated().text("/api/v1/resolve?sni=" + EARLY_HOST)
                    .contains("early data: not accepted");
        });
        requireRefusedByBoth("disabled");
        setEarlyData(first, true);
        awaitOpenGates();
    }

    private static void requireRefusedByBoth(String reason) throws Exception {
        assertThat(fleet.outcome("/" + reason, first.operated())).isEqualTo(reason);
        assertThat(fleet.outcome("/" + reason, second.operated())).isEqualTo(reason);
    }

    private static void setEarlyData(GatewayProcess gateway, boolean accept) {
        for (JsonNode host : gateway.operated().json("/api/v1/hosts").path("items")) {
            if (host.path("name").asString("").equals(EARLY_HOST)) {
                gateway.operated().patch("/api/v1/hosts/" + host.path("id").asString(""),
                        Map.of("earlyData", Map.of("accept", accept)));
            }
        }
    }

    @Test
    void theKillSwitch() throws Exception {
        requireInTime("kill-switch", (name, writer, reader) -> {
            writer.operated().killSwitch(false);
            awaitOpenGates();
            writer.operated().killSwitch(true);
            return () -> reader.operated().gate().path("reason").asString("").equals("killSwitch");
        });
        requireRefusedByBoth("killSwitch");
        first.operated().killSwitch(false);
        awaitOpenGates();
    }

    @Test
    void aRotationOfTheTicketKeys() throws Exception {
        requireInTime("rotation", (name, writer, reader) -> {
            String sealed = reader.ticketKeys().getFirst();
            writer.operated().rotateTicketKeys();
            return () -> !reader.ticketKeys().getFirst().equals(sealed);
        });
    }

    @Test
    void theRevocationOfAllTicketKeys() throws Exception {
        requireInTime("revocation", (name, writer, reader) -> {
            String sealed = reader.ticketKeys().getFirst();
            writer.operated().revokeTicketKeys();
            return () -> !reader.ticketKeys().contains(sealed);
        });
    }
}
