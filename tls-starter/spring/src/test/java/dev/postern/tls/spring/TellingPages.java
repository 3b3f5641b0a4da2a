package dev.postern.tls.spring;

import dev.postern.tls.netty.TlsSession;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One of each kind that serves requests, all below `/told`, and each tells what its [TlsSession] says.
@Configuration(proxyBeanMethods = false)
class TellingPages {
    @Bean
    HandlerMapping tellingSocket() {
        WebSocketHandler telling = session -> session.send(Mono.deferContextual(
                context -> Mono.just(session.textMessage(tell(context.get(TlsSession.class))))));
        return new SimpleUrlHandlerMapping(Map.of("/told/socket", telling), -1);
    }

    @Bean
    RouterFunction<ServerResponse> tellingFunction() {
        return RouterFunctions.route()
                .GET("/told/functional", request -> ServerResponse.ok().bodyValue(
                        tell((TlsSession) request.attribute(TlsSession.class.getName()).orElseThrow())))
                .build();
    }

    /// Answers by itself.
    @Bean
    WebFilter tellingFilter() {
        return (exchange, chain) -> {
            TlsSession session = exchange.getAttribute(TlsSession.class.getName());
            return session != null && exchange.getRequest().getURI().getPath().equals("/told/filter")
                    ? exchange.getResponse().writeWith(Mono.just(exchange.getResponse().bufferFactory()
                            .wrap(tell(session).getBytes(StandardCharsets.UTF_8))))
                    : chain.filter(exchange);
        };
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
    }

    /// All that there is to know.
    private static String tell(TlsSession session) {
        return "early=" + session.wasEarly() + " phase=" + session.phase() + " reason=" + session.earlyData().label()
                + " confirmed=" + session.confirmed().toFuture().isDone() + ".";
    }
}
