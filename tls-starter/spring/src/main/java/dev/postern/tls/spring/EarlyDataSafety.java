package dev.postern.tls.spring;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.io.Resource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Whether the handler of a request may act on early data. Unsure means no.
final class EarlyDataSafety {
    private final List<HandlerMapping> mappings;
    /// Of those that routes name. One that stands on an unmarked route as well is not safe: a function is all that a mapping answers, so which
    /// of its routes a request came by is not known.
    private final IdentityHashMap<HandlerFunction<?>, Boolean> functions = new IdentityHashMap<>();

    /// Sorts as the dispatcher does, which knows nothing of an `@Order` on a bean's method. In another order a safe handler that is not called
    /// would stand in for an unsafe one that is.
    EarlyDataSafety(List<HandlerMapping> mappings) {
        this.mappings = mappings.stream().sorted(AnnotationAwareOrderComparator.INSTANCE).toList();
        for (HandlerMapping mapping : mappings) {
            if (mapping instanceof RouterFunctionMapping functional) {
                RouterFunction<?> routes = functional.getRouterFunction();
                if (routes != null) {
                    routes.accept(new SafeRoutes(functions));
                }
            }
        }
    }

    /// Asks the mappings as the dispatcher will; the first handler found is the one that will be called.
    Mono<Boolean> isSafe(ServerWebExchange exchange) {
        return Flux.fromIterable(mappings).concatMap(mapping -> mapping.getHandler(exchange)).next().map(this::isSafe)
                .onErrorReturn(false).defaultIfEmpty(false);
    }

    private boolean isSafe(Object handler) {
        return switch (handler) {
            case HandlerMethod method -> method.hasMethodAnnotation(EarlyDataSafe.class)
                    || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), EarlyDataSafe.class);
            case HandlerFunction<?> function -> functions.getOrDefault(function, false);
            default -> false;
        };
    }

    /// Collects the handler functions of routes, and whether all of them carry the attribute, on the route itself or on a nest around it.
    ///
    /// The nearest word holds. A visitor is not told where what carries an attribute ends, whether that is one route or several that were put
    /// together; so where it takes the nest's word back, it does so for what follows in that nest, too, unless that has a word of its own.
    private static final class SafeRoutes implements RouterFunctions.Visitor {
        private final IdentityHashMap<HandlerFunction<?>, Boolean> functions;
        private final Deque<Boolean> nests = new ArrayDeque<>();
        private boolean pending;

        SafeRoutes(IdentityHashMap<HandlerFunction<?>, Boolean> functions) {
            this.functions = functions;
        }

        @Override
        public void attributes(Map<String, Object> attributes) {
            pending = Boolean.TRUE.equals(attributes.get(EarlyDataSafe.ATTRIBUTE));
            if (!pending && attributes.containsKey(EarlyDataSafe.ATTRIBUTE) && insideSafeNest()) {
                nests.pop();
                nests.push(false);
            }
        }

        @Override
        public void startNested(RequestPredicate predicate) {
            nests.push(pending || insideSafeNest());
            pending = false;
        }

        @Override
        public void endNested(RequestPredicate predicate) {
            nests.pop();
        }

        @Override
        public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
            functions.merge(handler, pending || insideSafeNest(), Boolean::logicalAnd);
            pending = false;
        }

        private boolean insideSafeNest() {
            return Boolean.TRUE.equals(nests.peek());
        }

        @Override
        public void resources(Function<ServerRequest, Mono<Resource>> lookup) {
            pending = false;
        }

        @Override
        public void unknown(RouterFunction<?> routerFunction) {
            pending = false;
        }
    }
}
