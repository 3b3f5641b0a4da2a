/// The transcript and the secrets that grow from it. RFC 9846 4.1 and 7. Entered by the handshakes of server and client alone.
///
/// Start at [EarlySecret]: the key schedule is a chain of types, and each link wipes the one before it.
///
/// ```
/// EarlySecret --sharedSecret--> HandshakeSecret ----> MainSecret
///   binder                        client traffic        client traffic  --next()--> ...
///   client early traffic          server traffic        server traffic  --next()--> ...
///   early exporter                                      exporter
///                                                       resumption --nonce--> PSK of a ticket
/// ```
@NullMarked
package dev.postern.tls.keys;

import org.jspecify.annotations.NullMarked;
