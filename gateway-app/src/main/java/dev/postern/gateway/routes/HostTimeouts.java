package dev.postern.gateway.routes;

import java.time.Duration;

/// How long a client may take on a host, before and between requests. None is infinite unless the operator wrote `unlimited`.
///
/// @param handshake    from the first byte to the server's Finished sent and the client's received
/// @param confirmation from accepted early data to the client's Finished
/// @param header       for a whole request head, absolute
/// @param keepAlive    between two requests
public record HostTimeouts(Duration handshake, Duration confirmation, Duration header, Duration keepAlive) {
    public static final HostTimeouts DEFAULTS = new HostTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10),
            Duration.ofSeconds(15), Duration.ofSeconds(75));

    public HostTimeouts {
        Timeouts.requirePositive("handshake", handshake);
        Timeouts.requirePositive("confirmation", confirmation);
        Timeouts.requirePositive("header", header);
        Timeouts.requirePositive("keepAlive", keepAlive);
    }
}
