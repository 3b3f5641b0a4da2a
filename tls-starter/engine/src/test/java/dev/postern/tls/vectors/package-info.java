/// Vectors that others publish, against every provider that we allow. They are fetched at test time by `interop/peers/wycheproof` and
/// `interop/peers/acvp`, pinned by version and checksum, and never committed; RFC 8448, 5869, 7748 and 9180 are small and lie beside the tests that use them.
package dev.postern.tls.vectors;
