/// Cryptography from Bouncy Castle's light-weight API: no JCA provider is registered, and no object of one is made. Entered by
/// [dev.postern.tls.crypto] only; start at [BcCryptoProvider].
///
/// Fast where the JDK is slow: X25519, P-256, P-384, Ed25519. Its AES-GCM in plain Java is a hundred times slower than the JDK's; it is
/// here so that this provider can work alone.
@NullMarked
package dev.postern.tls.crypto.bc;

import org.jspecify.annotations.NullMarked;
