/// How the process comes and goes: the data plane starts once there is a snapshot, and SIGTERM makes the process unready before
/// anything stops.
///
/// The data plane implements [DataPlane]; nothing else enters. Start at [DataPlane].
@NullMarked
package dev.postern.gateway.lifecycle;

import org.jspecify.annotations.NullMarked;
