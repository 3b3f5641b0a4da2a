/// The client's handshake. RFC 9846 4 and A.1. Entered by [dev.postern.tls.TlsClientEngine] alone.
///
/// Start at [ClientHandshake], which orders the answers of the choices ([SessionChoice], [ServerHelloChoice], [RetryChoice],
/// [ServerParameters], [CredentialChoice]), and at [ClientState], the state machine. [ClientOffer] is what we said in our ClientHello:
/// every answer of the server is held against it.
@NullMarked
package dev.postern.tls.client;

import org.jspecify.annotations.NullMarked;
