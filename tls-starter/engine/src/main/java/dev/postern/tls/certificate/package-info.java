/// Certificates, the keys that belong to them, and how a peer's chain is judged. RFC 9846 4.5.
///
/// Start at [Credential] (what we present) and [PeerVerdict] (what we think of the peer's).
@NullMarked
package dev.postern.tls.certificate;

import org.jspecify.annotations.NullMarked;
