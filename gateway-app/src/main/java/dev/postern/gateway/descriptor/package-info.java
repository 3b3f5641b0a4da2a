/// Connections that another process accepted and passes on by file descriptor (`SCM_RIGHTS`), with what it read of them: the socket that
/// they come by, who may use it, and the message. What the message holds is on the operator's page `handover-by-descriptor`.
///
/// Linux alone. Start at [HandoverSocket]; each handover is a [PendingHandover] until it is decided, one [HandoverOutcome] each. Netty accepts
/// and waits; only the receiving is ours ([NativeSocket]), because Netty's takes one descriptor without its bytes, and loses what comes as two.
@NullMarked
package dev.postern.gateway.descriptor;

import org.jspecify.annotations.NullMarked;
