/// What the engine's handshakes come to: meters, a journal of the most recent ones, and actuator endpoints that show them. Each part is
/// there when Micrometer or the actuator is on the class path.
///
/// Whoever has TLS servers of his own beside the web server enters through [HandshakeJournal] and [TlsMetrics]; both are cheap and never
/// block. Start at [TlsActuatorAutoConfiguration]; [TlsMeters] lists every meter.
@NullMarked
package dev.postern.tls.spring.actuate;

import org.jspecify.annotations.NullMarked;
