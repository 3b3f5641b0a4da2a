/// What the gateway serves, compiled: one immutable [GatewaySnapshot] of hosts, routes, certificates and upstreams, and the one
/// resolver that every decision goes through (handshake policy by SNI, route by Host and path, the 421 check, `resolve`).
///
/// Everybody may enter; nothing here knows a database, a socket or Spring. Start at [GatewaySnapshot] and [Resolver].
@NullMarked
package dev.postern.gateway.routes;

import org.jspecify.annotations.NullMarked;
