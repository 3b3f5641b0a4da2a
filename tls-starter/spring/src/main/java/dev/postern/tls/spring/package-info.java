/// The engine in any WebFlux application on Reactor Netty.
///
/// Start at [TlsAutoConfiguration], which reads [TlsProperties]. Handlers take a [dev.postern.tls.netty.TlsSession] as a parameter and
/// allow acting on early data with [EarlyDataSafe]; [EarlyDataWebFilter] holds everything else until the handshake is
/// confirmed (RFC 8470 3), and tells an [EarlyRequestObserver]. Certificates come from Spring's SSL bundles through [BundlePolicies] and
/// follow their reloads. Meters and actuator endpoints are next door, in `dev.postern.tls.spring.actuate`.
@NullMarked
package dev.postern.tls.spring;

import org.jspecify.annotations.NullMarked;
