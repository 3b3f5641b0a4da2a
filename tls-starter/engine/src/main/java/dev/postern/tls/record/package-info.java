/// The record layer: framing, protection, and what may arrive when. RFC 9846 5, 6 (reading alerts) and E.4. It knows nothing of what the
/// messages mean, so that another transport could carry the handshake. Entered by the handshakes of server and client alone.
///
/// Start at [RecordReader] and [RecordWriter], one of each per connection:
///
/// ```
/// socket bytes -> RecordReader -+-> HandshakeBytes   (whole messages, tagged with their epoch)
///                               +-> TlsSink          (application data, opened straight into the caller's memory)
///                               +-> Incoming.CLOSE_NOTIFY, or a TlsAlert for whatever ends the connection
/// messages, data, alerts -> RecordWriter -> TlsOutput
/// ```
///
/// Reading keys change only against a [RecordBoundary], the proof that no handshake bytes are left over.
@NullMarked
package dev.postern.tls.record;

import org.jspecify.annotations.NullMarked;
