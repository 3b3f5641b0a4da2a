/// Our engine and our gateway against other people's TLS stacks, over real sockets, in both roles.
///
/// Start at [ClientPeerContract] (their client, our server) and [ServerPeerContract] (our client, their server); a class per peer says whom
/// they are run with.
@NullMarked
package dev.postern.interop;

import org.jspecify.annotations.NullMarked;
