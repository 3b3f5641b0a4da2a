package dev.postern.tls.spring;

import dev.postern.tls.netty.TlsSession;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// One of each kind that serves requests, and each tells what its [TlsSession] says: once below `/told`, where nothing is safe; below
/// `/early`, where everything is, at once and again when the handshake is confirmed.
@Configuration(proxyBeanMethods = false)
class TellingPages {
    /// What those below `/early` would have told when the handshake had failed: there is nobody left who hears it.
    static final BlockingQueue<String> FAILED = new LinkedBlockingQueue<>();

    @Bean
    HandlerMapping tellingSocket() {
        WebSocketHandler telling = session -> session.send(Mono.deferContextual(
                context -> Mono.just(session.textMessage(tell(context.get(TlsSession.class))))));
        return new SimpleUrlHandlerMapping(Map.of("/told/socket", telling), -1);
    }

    @Bean
    RouterFunction<ServerResponse> tellingFunctions() {
        return RouterFunctions.route()
                .GET("/told/functional", request -> ServerResponse.ok().bodyValue(tell(sessionOf(request))))
                .add(RouterFunctions.route()
                        .GET("/early/functional", request -> ServerResponse.ok()
                                .contentType(MediaType.TEXT_EVENT_STREAM)
                                .body(tellTwice(sessionOf(request)), String.class))
                        .build().withAttribute(EarlyDataSafe.ATTRIBUTE, true))
                .build();
    }

    private static TlsSession sessionOf(ServerRequest request) {
        return (TlsSession) request.attribute(TlsSession.class.getName()).orElseThrow();
    }

    /// Answers by itself. It acts early where the handler behind it may.
    @Bean
    WebFilter tellingFilter() {
        return (exchange, chain) -> {
            TlsSession session = exchange.getAttribute(TlsSession.class.getName());
            return session == null ? chain.filter(exchange) : switch (exchange.getRequest().getURI().getPath()) {
                case "/told/filter" -> write(exchange.getResponse(), Flux.just(tell(session)));
                case "/early/filter" -> write(exchange.getResponse(), tellTwice(session));
                default -> chain.filter(exchange);
            };
        };
    }

    private static Mono<Void> write(ServerHttpResponse response, Flux<String> texts) {
        return response.writeAndFlushWith(texts.map(text -> Mono.just(
                response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8)))));
    }

    @RestController
    static class Handlers {
        @GetMapping("/told/annotated")
        String annotated(TlsSession session) {
            return tell(session);
        }

        @GetMapping("/told/context")
        Mono<String> context() {
            return Mono.deferContextual(context -> Mono.just(tell(context.get(TlsSession.class))));
        }

        @GetMapping(path = "/early/annotated", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        @EarlyDataSafe
        Flux<String> earlyAnnotated(TlsSession session) {
            return tellTwice(session);
        }

        @GetMapping(path = "/early/context", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        @EarlyDataSafe
        Flux<String> earlyContext() {
            return Flux.deferContextual(context -> tellTwice(context.get(TlsSession.class)));
        }

        /// Is never called, but says of the filter before it that this may act early.
        @GetMapping("/early/filter")
        @EarlyDataSafe
        String behindTheFilter() {
            return "no filter was here";
        }
    }

    private static Flux<String> tellTwice(TlsSession session) {
        session.confirmed().subscribe(null, _ -> FAILED.add(tell(session)));
        return Flux.concat(Mono.fromSupplier(() -> tell(session)),
                session.confirmed().then(Mono.fromSupplier(() -> tell(session))));
    }

    /// All that there is to know.
    private static String tell(TlsSession session) {
        CompletableFuture<Void> confirmed = session.confirmed().toFuture();
        return "over=" + session.info().applicationProtocol() + " early=" + session.wasEarly()
                + " phase=" + session.phase() + " reason=" + session.earlyData().label() + " confirmed="
                + (confirmed.isDone() && !confirmed.isCompletedExceptionally()) + ".";
    }
}
