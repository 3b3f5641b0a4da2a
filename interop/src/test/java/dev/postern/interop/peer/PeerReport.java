package dev.postern.interop.peer;

import java.util.Optional;
import java.util.OptionalInt;

/// What a peer says about one connection. What it does not speak of is empty, never guessed.
///
/// @param tls13           whether it says that the handshake completed with TLS 1.3
/// @param suite           IANA name
/// @param group           IANA name
/// @param resumed         whether it says that a session was resumed
/// @param helloRetried    whether it saw a HelloRetryRequest
/// @param earlyData       what became of early data
/// @param protocol        ALPN
/// @param keyUpdatesSent  by the peer
/// @param keyUpdatesReceived from us
/// @param closedByUs      whether it saw our close_notify
/// @param alert           the alert of ours that it received, in its own words
/// @param output          all it printed, for the message of a failed assertion
public record PeerReport(boolean tls13, Optional<String> suite, Optional<String> group, boolean resumed,
        Optional<Boolean> helloRetried, EarlyData earlyData, Optional<String> protocol, int keyUpdatesSent,
        OptionalInt keyUpdatesReceived, boolean closedByUs, Optional<String> alert, String output) {

    /// What some peers say nothing about.
    public enum Detail {
        GROUP,
        HELLO_RETRY,
        KEY_UPDATES_RECEIVED,
        /// That early data was offered, and not taken.
        EARLY_DATA_REFUSED
    }

    /// What became of early data, in the peer's words.
    public enum EarlyData {
        NOT_SENT,
        ACCEPTED,
        REFUSED
    }
}
