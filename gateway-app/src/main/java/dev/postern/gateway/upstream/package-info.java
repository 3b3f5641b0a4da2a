/// The lean client that reaches upstreams: Netty's channels and our own codec, idle connections per event loop, a request and its
/// upstream on one loop, backpressure by reads, no operator chain per message.
///
/// The proxy enters by [UpstreamClient#open], gets an [UpstreamStream] to write to and hears back through an [UpstreamListener]; all
/// three on the event loop of the request. HTTP/1.1 is RFC 9112, HTTP/2 RFC 9113. Start at [UpstreamClient].
@NullMarked
package dev.postern.gateway.upstream;

import org.jspecify.annotations.NullMarked;
