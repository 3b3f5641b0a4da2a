/// Where an engine gets its cryptography. Start at [CryptoProviders]: usually [CryptoProviders#fastest].
@NullMarked
package dev.postern.tls.crypto;

import org.jspecify.annotations.NullMarked;
