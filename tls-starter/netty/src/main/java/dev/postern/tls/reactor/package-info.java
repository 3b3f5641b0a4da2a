/// What Reactor Netty needs to use the engine: the customizer of a server, and the connection's TLS facts for a handler.
@NullMarked
package dev.postern.tls.reactor;

import org.jspecify.annotations.NullMarked;
