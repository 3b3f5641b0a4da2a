package dev.postern.tls.spring;

import dev.postern.tls.netty.TlsSession;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// A WebFlux application that shows in every way what its handlers see.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TestApplication {
    static final Identities IDENTITIES = new Identities();
    /// Permits for the exchanges of `/stalled` that began, and for those that were cancelled.
    static final Semaphore STALLED = new Semaphore(0);
    static final Semaphore CANCELLED = new Semaphore(0);
    /// Permits for the exchanges of `/settled` that began.
    static final Semaphore SETTLING = new Semaphore(0);

    /// Counts requests that reached an ordinary filter, as a quota or session filter would.
    final AtomicInteger filtered = new AtomicInteger();

    static String bundleArguments() {
        return IDENTITIES.bundle("web", "localhost");
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    WebFilter quota() {
        return (exchange, chain) -> {
            filtered.incrementAndGet();
            return chain.filter(exchange);
        };
    }

    /// A WebSocket that says back what it is told.
    @Bean
    HandlerMapping sockets() {
        WebSocketHandler echo = session -> session.send(session.receive()
                .map(message -> session.textMessage("echo " + message.getPayloadAsText())));
        return new SimpleUrlHandlerMapping(Map.of("/socket", echo), -1);
    }

    @Bean
    HandlerMapping slow() {
        return new SlowMapping();
    }

    /// Its order is written where neither Spring's dispatcher nor therefore we look for it: it is asked last.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    HandlerMapping last(Pages pages) throws NoSuchMethodException {
        HandlerMethod safe = new HandlerMethod(pages, Pages.class.getDeclaredMethod("safe", TlsSession.class));
        return exchange -> exchange.getRequest().getURI().getPath().equals("/shadowing")
                ? Mono.just(safe)
                : Mono.empty();
    }

    @Bean
    RouterFunction<ServerResponse> functional() {
        return RouterFunctions.route()
                .add(RouterFunctions.route().GET("/functional/safe", _ -> ServerResponse.ok().bodyValue("safe")).build()
                        .withAttribute(EarlyDataSafe.ATTRIBUTE, true))
                .GET("/functional/held", request -> ServerResponse.ok().bodyValue(
                        "held " + ((TlsSession) request.exchange().getAttributes().get(TlsSession.class.getName()))
                                .phase()))
                .build();
    }

    /// Takes as long to look for a handler as the handshake takes to end, well or badly, and leaves it to the others.
    private static final class SlowMapping implements HandlerMapping, Ordered {
        @Override
        public int getOrder() {
            return -2;
        }

        @Override
        public Mono<Object> getHandler(ServerWebExchange exchange) {
            TlsSession session = exchange.getAttribute(TlsSession.class.getName());
            boolean waits = session != null && exchange.getRequest().getURI().getPath().equals("/looked-up");
            return waits ? session.confirmed().onErrorComplete().then(Mono.empty()) : Mono.empty();
        }
    }

    /// Its handlers say what they saw.
    @RestController
    static class Pages {
        @GetMapping("/safe")
        @EarlyDataSafe
        String safe(TlsSession session) {
            return describe(session);
        }

        @GetMapping("/held")
        String held(TlsSession session) {
            return describe(session);
        }

        /// Another mapping would have a safe handler for it, but is asked later.
        @GetMapping("/shadowing")
        String shadowing(TlsSession session) {
            return "unsafe, " + describe(session);
        }

        @PostMapping("/echo")
        String echo(TlsSession session, @RequestBody String body) {
            return describe(session) + " " + body;
        }

        /// The very same view everywhere, not an equal one.
        @GetMapping("/everywhere")
        @SuppressWarnings("ReferenceEquality")
        Mono<String> everywhere(TlsSession parameter, Optional<TlsSession> optional, ServerWebExchange exchange) {
            TlsSession attribute = exchange.getAttribute(TlsSession.class.getName());
            return Mono.deferContextual(context -> Mono.just((parameter == optional.orElseThrow()) + " "
                    + (parameter == attribute) + " " + (parameter == context.get(TlsSession.class)) + " "
                    + parameter.info().applicationProtocol()));
        }

        @GetMapping("/ssl-info")
        String sslInfo(ServerWebExchange exchange) {
            SslInfo info = exchange.getRequest().getSslInfo();
            return info == null ? "none"
                    : "id " + (info.getSessionId() == null ? 0 : info.getSessionId().length()) + " peer "
                            + (info.getPeerCertificates() == null ? "none"
                                    : info.getPeerCertificates()[0].getSubjectX500Principal());
        }

        @GetMapping("/numbered/{number}")
        String numbered(TlsSession session, @PathVariable String number) {
            return "number " + number + " " + session.phase();
        }

        /// Reads a body of any length.
        @PostMapping("/length")
        Mono<String> length(ServerHttpRequest request) {
            return request.getBody().reduce(0L, (length, piece) -> {
                long more = piece.readableByteCount();
                DataBufferUtils.release(piece);
                return length + more;
            }).map(length -> "length " + length);
        }

        /// Acts early, and waits in the middle for the handshake.
        @GetMapping("/waiting")
        @EarlyDataSafe
        Mono<String> waiting(TlsSession session) {
            String first = session.phase().toString();
            return session.confirmed().then(Mono.fromSupplier(() -> "waited from " + first + " to " + session.phase()));
        }

        /// Whoever looks for this handler has to wait.
        @GetMapping("/looked-up")
        @EarlyDataSafe
        String lookedUp(TlsSession session) {
            return describe(session);
        }

        /// Acts early, and answers when it is known how the handshake ended.
        @GetMapping("/settled")
        @EarlyDataSafe
        Mono<String> settled(TlsSession session) {
            return session.confirmed().onErrorComplete().then(Mono.fromSupplier(() -> "settled " + session.phase()))
                    .doOnSubscribe(_ -> SETTLING.release()).doOnCancel(() -> CANCELLED.release());
        }

        /// Acts early and never ends by itself.
        @GetMapping("/stalled")
        @EarlyDataSafe
        Mono<String> stalled() {
            return Mono.<String>never().doOnSubscribe(_ -> STALLED.release())
                    .doOnCancel(() -> CANCELLED.release());
        }

        private static String describe(TlsSession session) {
            return "early=" + session.wasEarly() + " phase=" + session.phase();
        }
    }

    /// PEM files in a temporary folder, made by OpenSSL.
    static final class Identities {
        private final Path directory;

        Identities() {
            try {
                directory = Files.createTempDirectory("identities");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        Path file(String name) {
            return directory.resolve(name);
        }

        /// The properties of a PEM bundle with a fresh self-signed certificate for the name.
        String bundle(String bundle, String dnsName) {
            issue(bundle, dnsName);
            String prefix = "--spring.ssl.bundle.pem." + bundle;
            return "%s.keystore.certificate=file:%s %s.keystore.private-key=file:%s %s.reload-on-update=true".formatted(
                    prefix,
                    file(bundle + ".pem"), prefix, file(bundle + ".key"), prefix);
        }

        void issue(String bundle, String dnsName) {
            openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                    "/CN=" + dnsName, "-addext", "subjectAltName=DNS:" + dnsName, "-keyout",
                    file(bundle + ".key").toString(),
                    "-out", file(bundle + ".pem").toString(), "-days", "2");
        }

        static void openssl(String... arguments) {
            try {
                String[] command = new String[arguments.length + 1];
                command[0] = "openssl";
                System.arraycopy(arguments, 0, command, 1, arguments.length);
                Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new IllegalStateException("openssl failed: " + output);
                }
            } catch (java.io.IOException | InterruptedException e) {
                throw new IllegalStateException("the tests need openssl on the PATH", e);
            }
        }
    }
}
