/// Hosts and their routes: names, certificates, TLS and early-data policy, and which request goes where.
///
/// The compiler enters through [Hosts] and [Routes]. Start at [HostInput] and [RouteInput].
@NullMarked
package dev.postern.gateway.hosts;

import org.jspecify.annotations.NullMarked;
