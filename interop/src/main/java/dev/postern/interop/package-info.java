/// Real peers and how they are started; the tests of this module talk to them in both roles.
@NullMarked
package dev.postern.interop;

import org.jspecify.annotations.NullMarked;
