/// Extensions: one record per type that this engine understands, and the table of where each may stand. RFC 9846 4.3.
///
/// Start at [ExtensionTable], then [Extension]. An extension whose form depends on the message has one record per form. What we do not
/// understand is kept as [UnknownExtension], so that a message survives a round trip. Only `message` and the two handshakes enter.
@NullMarked
package dev.postern.tls.extension;

import org.jspecify.annotations.NullMarked;
