/// Other people's TLS stacks, run as processes, and what they say about a connection in one form: [PeerReport].
///
/// Start at [ClientPeer] (they call us) and [ServerPeer] (we call them). A peer that cannot be had fails the test with the sentence of the
/// script in `interop/peers` that should have brought it.
@NullMarked
package dev.postern.interop.peer;

import org.jspecify.annotations.NullMarked;
