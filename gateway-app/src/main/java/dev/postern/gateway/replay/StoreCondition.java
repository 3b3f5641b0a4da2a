package dev.postern.gateway.replay;

/// How the replay store is, for health and the actuator.
///
/// @param shared   whether replicas share it, or it is this process's own
/// @param zone     name of those who share it
/// @param status   in one word
/// @param sentence the same for people
public record StoreCondition(boolean shared, String zone, Status status, String sentence) {
    /// What can be asked of it.
    public enum Status {
        /// It remembers for long enough to judge every hello.
        READY,
        /// It remembers, but not yet for a whole recording window.
        WARMING_UP,
        /// It does not answer.
        AWAY,
        /// It may forget what it must remember, and so is not asked.
        FORGETFUL,
        /// Another replica sees another server behind the same URL, or nobody could say yet whether one does, and so it is not asked.
        DIVIDED
    }
}
