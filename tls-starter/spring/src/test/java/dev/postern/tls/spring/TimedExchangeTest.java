package dev.postern.tls.spring;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.netty.TlsSession;
import dev.postern.tls.socket.EngineSocket;
import dev.postern.tls.spring.timeout.ExchangeTimeouts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/// Handlers and filters that change their own exchange's timeouts, in a running application.
@Timeout(120)
class TimedExchangeTest {
    private static ConfigurableApplicationContext application;

    @Configuration(proxyBeanMethods = false)
    static class Timed {
        /// By who it is: a stranger gets little time for its body, unless the handler knows better.
        @Bean
        WebFilter byProof() {
            return (exchange, chain) -> {
                TlsSession session = exchange.getAttribute(TlsSession.class.getName());
                if (session != null && session.info().peerIdentity().isEmpty()) {
                    ExchangeTimeouts.of(exchange).bodyWithin(Duration.ofMillis(400));
                }
                return chain.filter(exchange);
            };
        }

        @RestController
        static class Handlers {
            @GetMapping("/never")
            Mono<String> never(ExchangeTimeouts timeouts) {
                timeouts.endWithin(Duration.ofMillis(300));
                return Mono.never();
            }

            @GetMapping("/extended")
            Mono<String> extended(ExchangeTimeouts timeouts) {
                timeouts.endWithin(Duration.ofMillis(200));
                return Mono.delay(Duration.ofMillis(50)).doOnNext(_ -> timeouts.endWithin(Duration.ofMinutes(1)))
                        .then(Mono.delay(Duration.ofMillis(400))).thenReturn("extended");
            }

            @GetMapping(value = "/begun", produces = "text/plain")
            Flux<String> begun(ExchangeTimeouts timeouts) {
                timeouts.endWithin(Duration.ofMillis(500));
                return Flux.just("begun").concatWith(Flux.never());
            }

            @PostMapping("/upload")
            Mono<String> upload(@RequestBody Mono<String> body) {
                return body.map(text -> "got " + text.length());
            }

            @PostMapping("/patient")
            Mono<String> patient(ExchangeTimeouts timeouts, ServerHttpRequest request) {
                timeouts.bodyWhenever();
                return DataBufferUtils.join(request.getBody()).map(Handlers::length);
            }

            @PostMapping("/form")
            Mono<String> form(ServerWebExchange exchange) {
                return exchange.getFormData().map(form -> "form " + form.getFirst("name"));
            }

            @PostMapping("/patient-form")
            Mono<String> patientForm(ExchangeTimeouts timeouts, ServerWebExchange exchange) {
                timeouts.bodyWhenever();
                return form(exchange);
            }

            @PostMapping("/parts")
            Mono<String> parts(@RequestPart("name") String name) {
                return Mono.just("part " + name);
            }

            @PostMapping("/patient-parts")
            Mono<String> patientParts(ExchangeTimeouts timeouts, ServerWebExchange exchange) {
                timeouts.bodyWhenever();
                return exchange.getMultipartData()
                        .map(parts -> "part " + ((FormFieldPart) requireNonNull(parts.getFirst("name"))).value());
            }

            /// Reads a piece only now and then.
            @PostMapping("/busy")
            Mono<String> busy(ServerWebExchange exchange) {
                return exchange.getRequest().getBody()
                        .concatMap(piece -> Mono.delay(Duration.ofMillis(800)).thenReturn(length(piece)), 0)
                        .collectList().map(all -> "all");
            }

            private static String length(DataBuffer joined) {
                int length = joined.readableByteCount();
                DataBufferUtils.release(joined);
                return "got " + length;
            }
        }
    }

    @BeforeAll
    static void start() {
        application = new SpringApplication(TestApplication.class, Timed.class)
                .run(("--server.port=0 --postern.tls.bundle=web " + TestApplication.bundleArguments()).split(" "));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static int port() {
        return ((WebServerApplicationContext) application).getWebServer().getPort();
    }

    private static EngineSocket client() throws IOException {
        return new EngineSocket(application.getBean(EngineEnvironment.class), port(),
                TlsClientConfig.to("localhost").applicationProtocols("http/1.1").build()).handshake();
    }

    private static String curl(String... options) throws IOException, InterruptedException {
        ProcessBuilder curl = new ProcessBuilder("curl", "-sk", "-w", " %{http_code}");
        for (String option : options) {
            curl.command().add(option.replace("{port}", Integer.toString(port())));
        }
        Process process = curl.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void anExchangeThatTakesTooLongIsAnsweredForIt(String version) throws Exception {
        assertThat(curl(version, "https://localhost:{port}/never")).endsWith(" 503");
        assertThat(curl(version, "https://localhost:{port}/extended")).isEqualTo("extended 200");
    }

    @Test
    void anAnswerThatHasBegunIsBrokenOff() throws Exception {
        try (EngineSocket client = client()) {
            client.send("GET /begun HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.untilText("begun")).startsWith("HTTP/1.1 200 ");
            assertThat(client.untilClosed()).as("no last chunk").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void aBodyThatStopsEndsWith408UnlessItsHandlerIsPatient() throws Exception {
        try (EngineSocket stopping = client(); EngineSocket patient = client()) {
            patient.send("POST /patient HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhel");
            stopping.send("POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhel");
            assertThat(stopping.untilText("\r\n\r\n")).startsWith("HTTP/1.1 408 ");
            patient.send("lo");
            assertThat(patient.untilText("got")).startsWith("HTTP/1.1 200 ").endsWith("got 5");
        }
    }

    /// They are read by Spring from the request that the exchange was made of.
    @ParameterizedTest
    @EnumSource
    void formsAndUploadsAreBodiesToo(Encoded encoded) throws Exception {
        try (EngineSocket stopping = client(); EngineSocket patient = client(); EngineSocket quick = client()) {
            String beginning = encoded.body.substring(0, encoded.body.length() - 5);
            patient.send(encoded.head("/patient-" + encoded.path) + beginning);
            stopping.send(encoded.head("/" + encoded.path) + beginning);
            quick.send(encoded.head("/" + encoded.path) + encoded.body);
            assertThat(quick.untilText("mallory")).startsWith("HTTP/1.1 200 ");
            assertThat(stopping.untilText("\r\n\r\n")).startsWith("HTTP/1.1 408 ");
            patient.send(encoded.body.substring(beginning.length()));
            assertThat(patient.untilText("mallory")).startsWith("HTTP/1.1 200 ");
        }
    }

    /// What a browser makes of a form.
    enum Encoded {
        FORM("form", "application/x-www-form-urlencoded", "name=mallory"),
        PARTS("parts", "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nmallory\r\n--b--\r\n");

        private final String path;
        private final String type;
        private final String body;

        Encoded(String path, String type, String body) {
            this.path = path;
            this.type = type;
            this.body = body;
        }

        String head(String target) {
            return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\nContent-Length: "
                    + body.length() + "\r\n\r\n";
        }
    }

    @Test
    void aHandlerThatTakesItsTimeIsNotItsClientsFault() throws Exception {
        try (EngineSocket client = client()) {
            client.send("POST /busy HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.untilText("all")).startsWith("HTTP/1.1 200 ");
        }
    }
}
