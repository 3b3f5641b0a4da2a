/// What the two ends of a connection have in common: records in and out, questions and their answers, alerts, key updates, closing.
/// RFC 9846 4.7.3, 5.5 and 6. Entered by the server's and the client's handshake.
///
/// Start at [Connection], then [Role], which is what a handshake is to it. [Continuation] is a pause with its one answer.
@NullMarked
package dev.postern.tls.connection;

import org.jspecify.annotations.NullMarked;
