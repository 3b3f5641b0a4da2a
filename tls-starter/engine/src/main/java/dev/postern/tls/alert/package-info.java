/// Alerts and faults: the one way in which this engine says that something went wrong.
///
/// Start at [TlsAlert]: a single throw carries the alert for the peer, whose fault it was, and a sentence for people.
/// It is caught in one place, where the alert record is sent. RFC 9846 6.
@NullMarked
package dev.postern.tls.alert;

import org.jspecify.annotations.NullMarked;
