package dev.postern.gateway.routes;

import java.time.Duration;

/// How long a request of a route may take. None is infinite unless the operator wrote `unlimited`.
///
/// @param connect      to reach an endpoint, its TLS handshake included
/// @param bodyIdle     between two pieces of the request's body
/// @param bodyTotal    for the whole request body
/// @param firstByte    from the request's end to the response's first byte
/// @param responseIdle between two pieces of the response
/// @param total        for the whole exchange
public record RouteTimeouts(Duration connect, Duration bodyIdle, Duration bodyTotal, Duration firstByte,
        Duration responseIdle, Duration total) {
    public static final RouteTimeouts DEFAULTS = new RouteTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(30),
            Duration.ofMinutes(10), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofHours(1));

    public RouteTimeouts {
        Timeouts.requirePositive("connect", connect);
        Timeouts.requirePositive("bodyIdle", bodyIdle);
        Timeouts.requirePositive("bodyTotal", bodyTotal);
        Timeouts.requirePositive("firstByte", firstByte);
        Timeouts.requirePositive("responseIdle", responseIdle);
        Timeouts.requirePositive("total", total);
    }
}
