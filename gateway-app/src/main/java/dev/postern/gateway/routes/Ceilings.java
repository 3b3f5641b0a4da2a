package dev.postern.gateway.routes;

import java.time.Duration;

/// What a client gets at most that has proved less than another: the shorter of this and the ordinary timeout holds.
///
/// @param header    for a whole request head
/// @param keepAlive between two requests
/// @param bodyTotal for a whole request body
/// @param total     for a whole exchange
public record Ceilings(Duration header, Duration keepAlive, Duration bodyTotal, Duration total) {
    public static final Ceilings NONE = new Ceilings(Timeouts.UNLIMITED, Timeouts.UNLIMITED, Timeouts.UNLIMITED,
            Timeouts.UNLIMITED);

    public Ceilings {
        Timeouts.requirePositive("header", header);
        Timeouts.requirePositive("keepAlive", keepAlive);
        Timeouts.requirePositive("bodyTotal", bodyTotal);
        Timeouts.requirePositive("total", total);
    }

    RouteTimeouts over(RouteTimeouts own) {
        return equals(NONE) ? own
                : own.atMost(Timeouts.shorter(own.bodyTotal(), bodyTotal),
                        Timeouts.shorter(own.total(), total));
    }
}
