/// The engine in Reactor Netty: one call secures an `HttpServer` and puts [dev.postern.tls.netty.TlsSession] into Reactor's context.
///
/// Start at [TlsServerCustomizer].
@NullMarked
package dev.postern.tls.reactor;

import org.jspecify.annotations.NullMarked;
