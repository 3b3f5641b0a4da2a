/// The gateway's application class; each feature lives in a package of its own below.
@NullMarked
package dev.postern.gateway;

import org.jspecify.annotations.NullMarked;
