package dev.postern.tls.crypto.spi;

/// What time it is: the engine has no clock of its own.
@FunctionalInterface
public interface TimeSource {
    /// Milliseconds since the epoch. Ticket ages are compared in milliseconds, so seconds are not enough (RFC 9846 4.3.11.1).
    long currentMillis();
}
