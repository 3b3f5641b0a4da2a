package dev.postern.tls.spring;

/// Is told what becomes of requests that arrive early. Called on event loops: must not block, must not throw.
public interface EarlyRequestObserver {
    /// The handshake of a request that arrived early has ended.
    ///
    /// @param action    what was done with the request
    /// @param confirmed whether its handshake was confirmed
    void earlyRequest(Action action, boolean confirmed);

    /// A request was acted on before its handshake was confirmed.
    void dispatchedBeforeFinished();

    /// What was done with a request that arrived early.
    enum Action {
        /// It waited for the confirmation.
        HELD("held"),
        /// It was answered with 425.
        TOO_EARLY("too_early"),
        /// It was acted on at once.
        ALLOWED("allowed");

        private final String label;

        Action(String label) {
            this.label = label;
        }

        /// The value of the metric's tag.
        public String label() {
            return label;
        }
    }
}
