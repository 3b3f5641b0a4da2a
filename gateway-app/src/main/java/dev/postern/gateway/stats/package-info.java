/// What happened: what REST and the event stream show of the journal of handshakes, the meters of requests and configuration, and the
/// actuator endpoints about hosts. Journal and meters of TLS itself are the starter's ([dev.postern.tls.spring.actuate]).
///
/// The data plane enters through [GatewayMetrics], which is cheap and never blocks. Start at `StatsController`; [GatewayMeters] lists
/// the meters.
@NullMarked
package dev.postern.gateway.stats;

import org.jspecify.annotations.NullMarked;
