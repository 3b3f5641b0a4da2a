/// Trust bundles: the authorities that certify clients of a host, or an upstream.
///
/// The compiler enters through [TrustBundles]. Start there.
@NullMarked
package dev.postern.gateway.trust;

import org.jspecify.annotations.NullMarked;
