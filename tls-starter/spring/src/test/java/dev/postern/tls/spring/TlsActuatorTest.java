package dev.postern.tls.spring;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import dev.postern.tls.spring.actuate.HandshakeJournal;
import dev.postern.tls.spring.actuate.TlsActuatorAutoConfiguration;
import dev.postern.tls.spring.actuate.TlsMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/// An application with the actuator sees what its TLS does, and one without it starts all the same.
@Timeout(120)
class TlsActuatorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static ConfigurableApplicationContext application;

    /// An application's own observer, beside the meters.
    static final class Own implements EarlyRequestObserver {
        final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void earlyRequest(Action action, boolean confirmed) {
            told.add(action.label() + " " + confirmed);
        }

        @Override
        public void dispatchedBeforeFinished() {
            told.add("dispatched");
        }
    }

    @BeforeAll
    static void start() {
        application = new SpringApplication(TestApplication.class, Own.class)
                .run(("--server.port=0 --postern.tls.bundle=web"
                        + " --postern.tls.early-data.accept=true --postern.tls.early-data.issue-max-bytes=16384"
                        + " --management.endpoints.web.exposure.include=tlshandshakes,tlscrypto,metrics "
                        + TestApplication.bundleArguments()).split(" "));
        useIt();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    /// A full handshake, an early request that acts at once, one that is held, and one that is never confirmed.
    private static void useIt() {
        try {
            send("/safe", true);
            send("/held", true);
            send("/held", false);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void send(String path, boolean confirm) throws IOException {
        ClientSession ticket;
        try (EngineSocket first = connect(List.of())) {
            first.handshake().until(() -> !first.sessions.isEmpty());
            ticket = first.sessions.getFirst();
        }
        try (EngineSocket early = connect(List.of(ticket))) {
            early.start("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            early.until(() -> early.engine().stage() == Stage.CONNECTED);
            if (confirm) {
                early.flush();
                early.untilText("early=true");
            }
        }
    }

    private static EngineSocket connect(List<ClientSession> tickets) throws IOException {
        return new EngineSocket(application.getBean(EngineEnvironment.class), port(),
                TlsClientConfig.to("localhost").applicationProtocols("http/1.1").sessions(tickets)
                        .earlyData(!tickets.isEmpty()).build());
    }

    @Test
    void tlshandshakesTellsOfEachHandshake() throws Exception {
        await("the handshake that never ended",
                () -> get("tlshandshakes").path("byResult").path("failure").asInt(0) > 0);
        JsonNode stats = get("tlshandshakes");
        assertThat(stats.path("byResumption").path("psk").asInt(0)).isGreaterThanOrEqualTo(3);
        assertThat(stats.path("byEarlyDataReason").path("accepted").asInt(0)).isEqualTo(3);
        JsonNode latest = stats.path("recent").path(0).path("handshake");
        assertThat(latest.path("listener").asString("")).isEqualTo("web");
        assertThat(latest.path("host").asString("")).isEqualTo("default");
        assertThat(latest.path("version").asString("")).isEqualTo("TLSv1.3");
    }

    @Test
    void tlscryptoSaysWhichProviderServesWhichPrimitive() {
        assertThat(get("tlscrypto").size()).isPositive();
    }

    @Test
    void handshakesAndEarlyRequestsAreMetered() throws Exception {
        String early = "postern.tls.early_data.requests?tag=";
        await("the early request that was never confirmed", () -> count(early + "end:failed") == 1);
        assertThat(count(early + "action:allowed&tag=end:confirmed")).isEqualTo(1);
        assertThat(count(early + "action:held&tag=end:confirmed")).isEqualTo(1);
        assertThat(count(early + "action:held&tag=end:failed")).isEqualTo(1);
        assertThat(count("postern.tls.early_data.dispatched_before_finished")).isEqualTo(1);
        assertThat(count("postern.tls.handshakes?tag=early_data:accepted&tag=result:success")).isEqualTo(2);
        assertThat(count("postern.tls.early_data?tag=outcome:accepted")).isEqualTo(3);
        assertThat(count("postern.tls.replay_store?tag=result:first")).isEqualTo(3);
        assertThat(count("postern.tls.handshake.failures")).isEqualTo(1);
    }

    @Test
    void anObserverOfTheApplicationsOwnIsToldBesideTheMeters() throws Exception {
        List<String> told = application.getBean(Own.class).told;
        await("the early request that was never confirmed", () -> told.contains("held false"));
        assertThat(told).containsExactlyInAnyOrder("dispatched", "allowed true", "held true", "held false");
    }

    @Test
    void theExpiryOfEachBundleIsMetered() {
        JsonNode expiry = get("metrics/postern.tls.certificate.expiry?tag=certificate:web");
        assertThat(expiry.path("measurements").path(0).path("value").asDouble(0))
                .isBetween(Duration.ofDays(1).toSeconds() + 0.0, Duration.ofDays(2).toSeconds() + 0.0);
    }

    @Test
    void anApplicationWithoutActuatorAndMicrometerHasNoneOfIt() {
        runner().withClassLoader(new FilteredClassLoader(MeterRegistry.class, Endpoint.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(EngineEnvironment.class)
                        .doesNotHaveBean("posternTlsMetrics").doesNotHaveBean("posternHandshakeJournal"));
    }

    @Test
    void anApplicationWithMicrometerAloneHasTheMeters() {
        runner().withClassLoader(new FilteredClassLoader(Endpoint.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(TlsMetrics.class)
                        .doesNotHaveBean(HandshakeJournal.class));
    }

    private static ReactiveWebApplicationContextRunner runner() {
        return new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TlsAutoConfiguration.class,
                        TlsActuatorAutoConfiguration.class))
                .withPropertyValues((TestApplication.IDENTITIES.bundle("idle", "localhost")
                        + " --postern.tls.bundle=idle").replace("--", "").split(" "));
    }

    private static double count(String meter) {
        for (JsonNode measurement : get("metrics/" + meter).path("measurements")) {
            if (measurement.path("statistic").asString("").equals("COUNT")) {
                return measurement.path("value").asDouble(0);
            }
        }
        return 0;
    }

    private static JsonNode get(String path) {
        try {
            Process curl = new ProcessBuilder("curl", "--silent", "--show-error", "--cacert",
                    TestApplication.IDENTITIES.file("web.pem").toString(),
                    "https://localhost:" + port() + "/actuator/" + path).redirectErrorStream(true).start();
            String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("{") ? JsonMapper.shared().readTree(answer)
                    : JsonMapper.shared().createObjectNode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the tests need curl on the PATH", e);
        }
    }

    private static int port() {
        return ((WebServerApplicationContext) application).getWebServer().getPort();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s was not told within %s", what, PATIENCE).isLessThan(end);
            Thread.sleep(100);
        }
    }
}
