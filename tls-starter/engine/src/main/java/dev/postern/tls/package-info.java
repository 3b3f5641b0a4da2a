/// The engine: TLS 1.3 (RFC 9846), sans-I/O, for servers and clients. Bytes in, bytes and events out.
///
/// Start at [TlsServerEngine] and [TlsClientEngine]; both are [TlsEngine]s. Decisions that may take time are [Pause]s.
/// An engine belongs to one connection and to one thread at a time. It has no lock, no clock, no socket and no log.
@NullMarked
package dev.postern.tls;

import org.jspecify.annotations.NullMarked;
