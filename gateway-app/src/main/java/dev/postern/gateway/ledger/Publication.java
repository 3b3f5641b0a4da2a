package dev.postern.gateway.ledger;

/// What turns the store into what is served.
public interface Publication {

    /// Compiles what the current transaction sees.
    ///
    /// @param next the write that is being made
    /// @throws dev.postern.gateway.problem.Problem when that is not a whole configuration
    Checked check(History.Head next);

    /// For a write that left everything alone that a configuration is compiled from. It has to come through on a replica that cannot compile
    /// what is stored, too: a newer release may have written that, and the day of a mixed roll-out is one for the kill switch.
    ///
    /// @param next the write that is being made
    Checked unchanged(History.Head next);

    /// What a write means for what is served.
    interface Checked {
        /// Called after the commit: shows the gate of early data what is new, and brings the configuration into service, which is the last good
        /// one then.
        void publish();
    }
}
