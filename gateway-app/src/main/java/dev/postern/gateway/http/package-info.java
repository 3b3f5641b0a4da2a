/// HTTP messages on the wire, in front of everything else: a strict HTTP/1.1 decoder for both directions, the writer for both, and the
/// rules for what a field may be called and hold. RFC 9110, RFC 9112, RFC 9113 8.
///
/// Two programs that read one message differently are how requests are smuggled; so what has two readings is refused here, and the
/// proxy and its upstream client only ever see messages that passed. Start at [Http1Decoder].
@NullMarked
package dev.postern.gateway.http;

import org.jspecify.annotations.NullMarked;
