/// The matrix of peers, roles and modes: filled by the tests as they pass or fail, printed by `make interop`.
///
/// Start at [Peer] and [Shows], which a test wears.
@NullMarked
package dev.postern.interop.matrix;

import org.jspecify.annotations.NullMarked;
