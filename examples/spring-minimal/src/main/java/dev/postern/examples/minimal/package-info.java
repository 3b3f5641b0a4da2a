/// A WebFlux application with TLS 1.3 and 0-RTT in a few lines.
@NullMarked
package dev.postern.examples.minimal;

import org.jspecify.annotations.NullMarked;
