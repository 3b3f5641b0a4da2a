/// What a Spring application sees of the engine: properties, the handler's session, and the rule for early requests.
@NullMarked
package dev.postern.tls.spring;

import org.jspecify.annotations.NullMarked;
