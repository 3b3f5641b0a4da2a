/// Certificate compression (RFC 8879) with libraries that an application may have or not: brotli, which browsers ask for first, and zstd. The
/// engine itself has zlib.
///
/// Start at [CertificateCompressions].
@NullMarked
package dev.postern.tls.compression;

import org.jspecify.annotations.NullMarked;
