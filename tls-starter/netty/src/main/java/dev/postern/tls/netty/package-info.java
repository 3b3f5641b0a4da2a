/// The engine in a Netty pipeline. Nothing about TLS is decided here: bytes, reads, timers and promises are moved.
///
/// Start at [TlsServerContext], which any code that takes an [io.netty.handler.ssl.SslContext] accepts, and at
/// [TlsSession], which handlers see. [TlsHandler] has the data path; [TlsServerHandler] and [TlsClientHandler] answer the
/// engine's questions. RFC 9846 is the engine's business; RFC 8470 begins at [TlsSession].
@NullMarked
package dev.postern.tls.netty;

import org.jspecify.annotations.NullMarked;
