/// The engine in a Netty pipeline. Nothing about TLS is decided here: bytes go to the engine, its events go to the channel.
@NullMarked
package dev.postern.tls.netty;

import org.jspecify.annotations.NullMarked;
