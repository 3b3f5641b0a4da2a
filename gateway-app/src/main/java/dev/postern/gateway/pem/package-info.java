/// PEM in, certificates and keys out: in any order, in every format that people have on disk.
///
/// Start at [PemFile].
@NullMarked
package dev.postern.gateway.pem;

import org.jspecify.annotations.NullMarked;
