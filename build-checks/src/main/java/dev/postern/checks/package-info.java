/// The house rules as code. Every module's `ArchitectureTest` enters here and applies them to its own classes.
@NullMarked
package dev.postern.checks;

import org.jspecify.annotations.NullMarked;
