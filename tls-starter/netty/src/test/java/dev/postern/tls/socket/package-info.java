/// For tests of this and of other modules: our client engine on a blocking socket, in steps that a test controls.
@NullMarked
package dev.postern.tls.socket;

import org.jspecify.annotations.NullMarked;
