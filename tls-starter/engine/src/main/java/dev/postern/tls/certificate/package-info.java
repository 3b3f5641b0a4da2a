/// Certificates and raw public keys, the private keys that belong to them, and how a peer's are judged. RFC 9846 4.5, RFC 7250.
///
/// Start at [Credential] (what we present), [KeyHolder] (what the peer shows) and [PeerVerdict] (what we think of it).
@NullMarked
package dev.postern.tls.certificate;

import org.jspecify.annotations.NullMarked;
