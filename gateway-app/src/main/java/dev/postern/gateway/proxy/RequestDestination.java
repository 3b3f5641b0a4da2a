package dev.postern.gateway.proxy;

import dev.postern.gateway.http.FramingError;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.RequestMatch;
import dev.postern.gateway.routes.Route;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// Where one request goes, read off its head: its form first, then host and route. Nothing is done about it here.
sealed interface RequestDestination {

    /// @param authority that the request names
    /// @param asked     the target as it came
    /// @param path      as it was matched
    /// @param target    as it is forwarded
    record Found(Host host, Route route, String authority, RequestTarget asked, String path,
            String target) implements RequestDestination {}

    record Refused(GatewayError error) implements RequestDestination {}

    /// @param bodyLength of the request, or one of the two constants of
    ///     [dev.postern.gateway.upstream.UpstreamRequest]
    static RequestDestination of(ProxyContext context, ClientConnection connection, HttpRequest request,
            long bodyLength) {
        try {
            if (bodyLength > context.maxBodyBytes()) {
                throw bodyTooLong(context);
            }
            GatewayError refused = refusedForm(request);
            if (refused != null) {
                return new Refused(refused);
            }
            RequestTarget target = RequestTarget.of(request.uri());
            return resolve(context, connection, request, target, authority(request, target));
        } catch (FramingError malformed) {
            return new Refused(GatewayError.malformed(malformed.status(), malformed.sentence()));
        }
    }

    static FramingError bodyTooLong(ProxyContext context) {
        return new FramingError(413, "a request body of more than " + context.maxBodyBytes() + " bytes");
    }

    private static @Nullable GatewayError refusedForm(HttpRequest request) {
        HttpMethod method = request.method();
        HttpHeaders headers = request.headers();
        return method.equals(HttpMethod.CONNECT) ? GatewayError.CONNECT
                : method.equals(HttpMethod.TRACE) ? GatewayError.TRACE
                        : hasUnknownExpectation(headers) ? GatewayError.EXPECTATION
                                : ForwardedFields.isLooping(headers) ? GatewayError.LOOP : null;
    }

    private static boolean hasUnknownExpectation(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.EXPECT) && (headers.getAll(HttpHeaderNames.EXPECT).size() > 1
                || !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(headers.get(HttpHeaderNames.EXPECT)));
    }

    private static String authority(HttpRequest request, RequestTarget target) {
        String given = request.headers().get(HttpHeaderNames.HOST);
        String absolute = target.authority();
        if (absolute == null) {
            return given == null ? "" : given;
        }
        if (given != null && !absolute.equalsIgnoreCase(given)) {
            throw new FramingError(400, "the absolute request target and Host name different hosts");
        }
        return absolute;
    }

    private static RequestDestination resolve(ProxyContext context, ClientConnection connection, HttpRequest request,
            RequestTarget target, String authority) {
        boolean wholeServer = target.path().equals("*");
        if (wholeServer && !request.method().equals(HttpMethod.OPTIONS)) {
            throw new FramingError(400, "only OPTIONS may ask about the whole server");
        }
        RequestMatch match = connection.match(context.snapshots().current(), authority,
                wholeServer ? "/" : target.path(), request.method().name(), request.headers()::get);
        return switch (match) {
            case RequestMatch.Refused refused -> new Refused(GatewayError.of(refused));
            case RequestMatch.Routed routed -> new Found(routed.host(), routed.route(), authority, target,
                    routed.path().value(), wholeServer ? "*" : routed.path().value() + target.query());
        };
    }
}
