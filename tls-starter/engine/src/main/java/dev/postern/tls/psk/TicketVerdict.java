package dev.postern.tls.psk;

/// The answer to [dev.postern.tls.Pause.OpenTicket].
public sealed interface TicketVerdict {
    /// The ticket is ours and whole. The engine still checks its age, its suite and its policy.
    record Opened(TicketState state) implements TicketVerdict {}

    /// It is no ticket of ours but the identity of an external PSK.
    record External(ExternalPsk psk) implements TicketVerdict {}

    /// Unknown key, not our format, already used, or forged: the next identity is tried, or a full handshake is made.
    ///
    /// @param sentence why, for the log
    record Unusable(String sentence) implements TicketVerdict {}
}
