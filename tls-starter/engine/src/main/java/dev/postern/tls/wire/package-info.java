/// The one codec alphabet of this engine: RFC 9846 3, the presentation language, in three classes.
///
/// Start at [WireReader] and [WireWriter]: nested vectors are lambdas, so the indentation of a message's code equals that of its
/// definition in the RFC. A vector must be consumed to its last byte. Every room that touches bytes of a message enters here.
@NullMarked
package dev.postern.tls.wire;

import org.jspecify.annotations.NullMarked;
