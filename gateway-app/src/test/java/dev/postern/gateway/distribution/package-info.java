/// What is shipped, tested as it is shipped: the jar, the launcher, the scripts around them, and the documents.
@NullMarked
package dev.postern.gateway.distribution;

import org.jspecify.annotations.NullMarked;
