/// Handshake messages: records under one sealed interface, each with `read` and `writeBody` beside each other. RFC 9846 4.2 to 4.7.
///
/// Start at [HandshakeMessage]. Reading proves the syntax (`decode_error`) and what can be seen in a single message
/// (`illegal_parameter`); what depends on the connection is checked by the two handshakes, which are the only ones to enter.
@NullMarked
package dev.postern.tls.message;

import org.jspecify.annotations.NullMarked;
