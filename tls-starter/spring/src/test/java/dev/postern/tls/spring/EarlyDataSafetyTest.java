package dev.postern.tls.spring;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// What is asked is Spring's own mapping; the requests need no server.
class EarlyDataSafetyTest {
    private final HandlerFunction<ServerResponse> orders = _ -> ServerResponse.ok().build();

    private static boolean isSafe(RouterFunction<ServerResponse> routes, HttpMethod method) throws Exception {
        RouterFunctionMapping mapping = new RouterFunctionMapping(routes);
        mapping.afterPropertiesSet();
        return Boolean.TRUE.equals(new EarlyDataSafety(List.of(mapping))
                .isSafe(MockServerWebExchange.from(MockServerHttpRequest.method(method, "/orders"))).block());
    }

    @Test
    void aMarkedRouteIsSafe() throws Exception {
        assertThat(isSafe(RouterFunctions.route().GET("/orders", orders)
                .withAttribute(EarlyDataSafe.ATTRIBUTE, true).build(), HttpMethod.GET)).isTrue();
    }

    @Test
    void anUnmarkedOneIsNot() throws Exception {
        assertThat(isSafe(RouterFunctions.route().GET("/orders", orders).build(), HttpMethod.GET)).isFalse();
    }

    @Test
    void aFunctionThatStandsOnAnUnmarkedRouteTooIsNotSafeOnEither() throws Exception {
        RouterFunction<ServerResponse> routes = RouterFunctions.route().GET("/orders", orders)
                .withAttribute(EarlyDataSafe.ATTRIBUTE, true).POST("/orders", orders).build();
        assertThat(isSafe(routes, HttpMethod.POST)).isFalse();
        assertThat(isSafe(routes, HttpMethod.GET)).isFalse();
    }

    @Test
    void aFunctionIsSafeWhereEachOfItsRoutesIsMarked() throws Exception {
        RouterFunction<ServerResponse> routes = RouterFunctions.route().GET("/orders", orders)
                .withAttribute(EarlyDataSafe.ATTRIBUTE, true).HEAD("/orders", orders)
                .withAttributes(attributes -> attributes.putAll(Map.of(EarlyDataSafe.ATTRIBUTE, true))).build();
        assertThat(isSafe(routes, HttpMethod.GET)).isTrue();
        assertThat(isSafe(routes, HttpMethod.HEAD)).isTrue();
    }

    /// Another one each time, which a lambda would not be.
    private static HandlerFunction<ServerResponse> answering() {
        return new HandlerFunction<>() {
            @Override
            public Mono<ServerResponse> handle(ServerRequest request) {
                return ServerResponse.ok().build();
            }
        };
    }

    @Test
    void aNestSpeaksForItsRoutes() throws Exception {
        RouterFunction<ServerResponse> routes = RouterFunctions.route()
                .nest(RequestPredicates.path("/orders"), nest -> nest.GET(answering()).POST(answering()))
                .withAttribute(EarlyDataSafe.ATTRIBUTE, true).build();
        assertThat(isSafe(routes, HttpMethod.GET)).isTrue();
        assertThat(isSafe(routes, HttpMethod.POST)).isTrue();
    }

    @Test
    void aRouteTakesTheWordOfItsNestBack() throws Exception {
        RouterFunction<ServerResponse> routes = RouterFunctions.route()
                .nest(RequestPredicates.path("/orders"), nest -> nest.GET(answering()).POST(answering())
                        .withAttribute(EarlyDataSafe.ATTRIBUTE, false))
                .withAttribute(EarlyDataSafe.ATTRIBUTE, true).build();
        assertThat(isSafe(routes, HttpMethod.GET)).isTrue();
        assertThat(isSafe(routes, HttpMethod.POST)).isFalse();
    }

    @Test
    void aNestTakesTheWordOfTheOneAroundItBack() throws Exception {
        RouterFunction<ServerResponse> routes = RouterFunctions.route()
                .nest(RequestPredicates.path("/orders"),
                        outer -> outer.GET(answering())
                                .nest(RequestPredicates.method(HttpMethod.POST),
                                        inner -> inner.route(_ -> true, orders))
                                .withAttribute(EarlyDataSafe.ATTRIBUTE, false))
                .withAttribute(EarlyDataSafe.ATTRIBUTE, true).build();
        assertThat(isSafe(routes, HttpMethod.GET)).isTrue();
        assertThat(isSafe(routes, HttpMethod.POST)).isFalse();
    }

    @Test
    void severalRoutesTakeItBackTogetherAndOneThatFollowsThemSaysItForItself() throws Exception {
        RouterFunction<ServerResponse> unsafe = RouterFunctions.route().POST(answering()).PUT(answering()).build()
                .withAttribute(EarlyDataSafe.ATTRIBUTE, false);
        RouterFunction<ServerResponse> routes = RouterFunctions.route()
                .nest(RequestPredicates.path("/orders"), nest -> nest.add(unsafe).DELETE(answering()).GET(answering())
                        .withAttribute(EarlyDataSafe.ATTRIBUTE, true))
                .withAttribute(EarlyDataSafe.ATTRIBUTE, true).build();
        assertThat(isSafe(routes, HttpMethod.POST)).isFalse();
        assertThat(isSafe(routes, HttpMethod.PUT)).isFalse();
        assertThat(isSafe(routes, HttpMethod.DELETE)).as("it cannot be known whether it is one of them").isFalse();
        assertThat(isSafe(routes, HttpMethod.GET)).isTrue();
    }

    @Test
    void aNestBehindOneThatTookItBackIsStillSafe() throws Exception {
        RouterFunction<ServerResponse> routes = RouterFunctions.route()
                .nest(RequestPredicates.path("/carts"),
                        nest -> nest.GET(answering()).withAttribute(EarlyDataSafe.ATTRIBUTE, false))
                .withAttribute(EarlyDataSafe.ATTRIBUTE, true)
                .nest(RequestPredicates.path("/orders"), nest -> nest.GET(answering()))
                .withAttribute(EarlyDataSafe.ATTRIBUTE, true).build();
        assertThat(isSafe(routes, HttpMethod.GET)).isTrue();
    }
}
