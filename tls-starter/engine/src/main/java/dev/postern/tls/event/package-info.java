/// What the engine tells its caller while it works. Start at [TlsEvent].
@NullMarked
package dev.postern.tls.event;

import org.jspecify.annotations.NullMarked;
