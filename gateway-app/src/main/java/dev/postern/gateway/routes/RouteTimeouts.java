package dev.postern.gateway.routes;

import java.time.Duration;

/// How long a request of a route may take. None is infinite unless the operator wrote `unlimited`.
///
/// @param connect      to reach an endpoint, its TLS handshake included
/// @param bodyIdle     between two pieces of the request's body
/// @param bodyTotal    for the whole request body
/// @param firstByte    from the request's end to the response's first byte; from its head's where the client waits for `100 Continue`
/// @param responseIdle between two pieces of the response
/// @param total        for the whole exchange
/// @param minimumRate  how slow the client may be
public record RouteTimeouts(Duration connect, Duration bodyIdle, Duration bodyTotal, Duration firstByte,
        Duration responseIdle, Duration total, MinimumRate minimumRate) {
    public static final RouteTimeouts DEFAULTS = new RouteTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(30),
            Duration.ofMinutes(10), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofHours(1));

    /// With clients as slow as they like.
    public RouteTimeouts(Duration connect, Duration bodyIdle, Duration bodyTotal, Duration firstByte,
            Duration responseIdle, Duration total) {
        this(connect, bodyIdle, bodyTotal, firstByte, responseIdle, total, MinimumRate.NONE);
    }

    public RouteTimeouts {
        Timeouts.requirePositive("connect", connect);
        Timeouts.requirePositive("bodyIdle", bodyIdle);
        Timeouts.requirePositive("bodyTotal", bodyTotal);
        Timeouts.requirePositive("firstByte", firstByte);
        Timeouts.requirePositive("responseIdle", responseIdle);
        Timeouts.requirePositive("total", total);
    }

    public RouteTimeouts withMinimumRate(MinimumRate rate) {
        return new RouteTimeouts(connect, bodyIdle, bodyTotal, firstByte, responseIdle, total, rate);
    }

    RouteTimeouts atMost(Duration body, Duration whole) {
        return new RouteTimeouts(connect, bodyIdle, body, firstByte, responseIdle, whole, minimumRate);
    }
}
