/// Certificates for one test run: an authority, and identities of every key type that a peer may present.
///
/// Start at [TestAuthority]. Whoever tests enters.
@NullMarked
package dev.postern.interop.pki;

import org.jspecify.annotations.NullMarked;
