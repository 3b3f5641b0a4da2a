/// The small surface through which the engine reaches cryptography: one implementation is chosen per primitive at start-up.
///
/// Start at [CryptoProvider]. [Secret] is the only type that holds key material; it never prints.
@NullMarked
package dev.postern.tls.crypto.spi;

import org.jspecify.annotations.NullMarked;
