/// `bin/postern probe HOST:PORT`: our client as a tool that tells the truth about any TLS 1.3 server's early data.
///
/// Start at [Probe]; [Examination] is the order of its questions: a full handshake, a resumed one, one with early data, and the very
/// bytes of that one again (RFC 9846 8). [ProbedConnection] is one engine over one blocking socket. Nothing else of the gateway is used
/// here, and Spring is not started.
@NullMarked
package dev.postern.gateway.probe;

import org.jspecify.annotations.NullMarked;
