/// Encrypted Client Hello (RFC 9849): its configurations, their keys, and what is sealed and opened with them. Entered by whoever
/// configures an engine, and by the two handshakes.
///
/// Start at [EchConfigList], which a client gets from the DNS and a server publishes, and at [EchKeys], the server's keys. How a hello is
/// put into another one is `EncodedClientHelloInner`'s business, among the messages.
@NullMarked
package dev.postern.tls.ech;

import org.jspecify.annotations.NullMarked;
