/// Upstreams: where requests go.
///
/// The compiler enters through [Upstreams]. Start at [UpstreamInput].
@NullMarked
package dev.postern.gateway.upstreams;

import org.jspecify.annotations.NullMarked;
