/// Certificates that the gateway makes itself: self-signed leaves, and the demo's constrained authority.
///
/// Start at [SelfSigned] and [DevelopmentAuthority].
@NullMarked
package dev.postern.gateway.issuance;

import org.jspecify.annotations.NullMarked;
