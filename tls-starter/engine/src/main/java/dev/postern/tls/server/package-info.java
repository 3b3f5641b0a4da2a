/// The server's handshake. RFC 9846 4 and A.2. Entered by [dev.postern.tls.TlsServerEngine] alone.
///
/// Start at [ServerHandshake], which orders the answers, and [ServerState], where it can stand. Each question has a class of its own:
/// [CipherSuiteChoice], [KeyShareChoice], [PskChoice], [CertificateChoice], [ApplicationProtocolChoice], and
/// [EarlyDataDecision]. [FlightWriter] writes the answer to a hello.
@NullMarked
package dev.postern.tls.server;

import org.jspecify.annotations.NullMarked;
