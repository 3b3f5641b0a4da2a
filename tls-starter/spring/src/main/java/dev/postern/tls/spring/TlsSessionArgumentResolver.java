package dev.postern.tls.spring;

import dev.postern.tls.netty.TlsSession;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import java.util.Optional;

/// Gives handler methods a `TlsSession` parameter, or an `Optional<TlsSession>` where a request may come without TLS.
final class TlsSessionArgumentResolver implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == TlsSession.class || isOptional(parameter);
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext binding, ServerWebExchange exchange) {
        TlsSession session = exchange.getAttribute(TlsSession.class.getName());
        if (isOptional(parameter)) {
            return Mono.just(Optional.ofNullable(session));
        }
        if (session == null) {
            return Mono.error(new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR,
                    "this handler wants a TlsSession, but the request came without TLS: take Optional<TlsSession>"));
        }
        return Mono.just(session);
    }

    private static boolean isOptional(MethodParameter parameter) {
        return parameter.getParameterType() == Optional.class
                && ResolvableType.forMethodParameter(parameter).getGeneric().resolve() == TlsSession.class;
    }
}
