/// Cryptography from the JDK alone. Entered by [dev.postern.tls.crypto] only; start at [JdkCryptoProvider].
///
/// The JDK's AES-GCM on heap arrays, its hashes and its ML-KEM are the fastest that pure Java has; its X25519, P-256 and Ed25519 are two to
/// eighteen times slower than Bouncy Castle's.
@NullMarked
package dev.postern.tls.crypto.jdk;

import org.jspecify.annotations.NullMarked;
