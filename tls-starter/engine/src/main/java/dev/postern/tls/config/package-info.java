/// What a caller decides before a connection: immutable, built once, shared by many connections.
///
/// Start at [TlsServerConfig] or [TlsClientConfig]. [Limits] has every bound of the engine with the abuse it stops.
@NullMarked
package dev.postern.tls.config;

import org.jspecify.annotations.NullMarked;
