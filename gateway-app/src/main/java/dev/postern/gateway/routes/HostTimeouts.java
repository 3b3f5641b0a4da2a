package dev.postern.gateway.routes;

import java.time.Duration;

/// How long a client may take on a host, before and between requests, and how much less it gets while it has proved less. None is infinite unless the operator wrote `unlimited`.
///
/// @param handshake    from the first byte to the server's Finished sent and the client's received
/// @param confirmation from accepted early data to the client's Finished
/// @param header       for a whole request head, absolute
/// @param keepAlive    between two requests
/// @param anonymous    for clients that proved no certificate
/// @param early        for requests that came before the handshake was confirmed; such a connection is bounded by `confirmation`
public record HostTimeouts(Duration handshake, Duration confirmation, Duration header, Duration keepAlive,
        Ceilings anonymous, Ceilings early) {
    public static final HostTimeouts DEFAULTS = new HostTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10),
            Duration.ofSeconds(15), Duration.ofSeconds(75), Ceilings.NONE, Ceilings.NONE);

    public HostTimeouts {
        Timeouts.requirePositive("handshake", handshake);
        Timeouts.requirePositive("confirmation", confirmation);
        Timeouts.requirePositive("header", header);
        Timeouts.requirePositive("keepAlive", keepAlive);
    }

    /// @param proved whether the client proved a certificate
    public Duration header(boolean proved) {
        return proved ? header : Timeouts.shorter(header, anonymous.header());
    }

    /// @param proved whether the client proved a certificate
    public Duration keepAlive(boolean proved) {
        return proved ? keepAlive : Timeouts.shorter(keepAlive, anonymous.keepAlive());
    }

    /// Those of one exchange, by what is known of its client when it arrives.
    ///
    /// @param own    the route's
    /// @param proved whether the client proved a certificate
    /// @param came   whether it came early
    public RouteTimeouts exchange(RouteTimeouts own, boolean proved, boolean came) {
        RouteTimeouts known = proved ? own : anonymous.over(own);
        return came ? early.over(known) : known;
    }
}
