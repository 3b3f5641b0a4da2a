/// Where clients connect: one Reactor Netty server per listener with our TLS in front, HTTP/1.1 and HTTP/2 by ALPN, and how all of it
/// leaves in good order.
///
/// The server is Reactor Netty's `TcpServer`: it binds, runs the loops and secures; the HTTP of a connection is ours, because a proxy
/// needs what its HTTP server hides (interim responses, trailers, strict framing, a response that breaks off). The lifecycle enters
/// by [GatewayDataPlane]; per connection start at [ClientPipeline].
@NullMarked
package dev.postern.gateway.listener;

import org.jspecify.annotations.NullMarked;
