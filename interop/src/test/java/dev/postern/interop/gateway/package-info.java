/// The whole gateway as a process, started from its jar and set up through its admin API, with an upstream that is not ours. What it says
/// about a connection is read from its actuator.
///
/// Start at [Gateway]; a test gets one by [GatewayExtension].
@NullMarked
package dev.postern.interop.gateway;

import org.jspecify.annotations.NullMarked;
