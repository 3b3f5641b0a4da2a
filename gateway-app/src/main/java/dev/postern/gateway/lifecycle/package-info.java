/// How the process comes and goes: the data plane starts once there is a snapshot, and SIGTERM makes the process unready before
/// anything stops.
///
/// The data plane implements [DataPlane]; whoever looks after something again and again until that has left does it in [Rounds]. Start at
/// [DataPlane].
@NullMarked
package dev.postern.gateway.lifecycle;

import org.jspecify.annotations.NullMarked;
