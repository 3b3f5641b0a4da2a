package dev.postern.gateway.ledger;

/// What turns the store into what is served.
public interface Publication {

    /// Compiles what the current transaction sees.
    ///
    /// @throws dev.postern.gateway.problem.Problem when that is not a whole configuration
    Checked check(long revision);

    /// A whole configuration that is not served yet.
    interface Checked {
        /// Makes it the one that is served, and the last good one; called after the commit.
        void publish();
    }
}
