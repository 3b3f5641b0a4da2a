/// What happened: the journal of recent handshakes, the meters, and what of them REST, the event stream and the actuator show.
///
/// The data plane enters through [HandshakeJournal] and [GatewayMetrics]; both are cheap and never block. Start at
/// [HandshakeRecord]; [TlsMeters] and [GatewayMeters] list every meter.
@NullMarked
package dev.postern.gateway.stats;

import org.jspecify.annotations.NullMarked;
