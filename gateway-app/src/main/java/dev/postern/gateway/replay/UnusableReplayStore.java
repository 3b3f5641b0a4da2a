package dev.postern.gateway.replay;

/// The replay store is set so that it cannot be used, and the process does not start.
public final class UnusableReplayStore extends RuntimeException {
    private final String action;

    /// @param action what to change
    UnusableReplayStore(String sentence, String action) {
        super(sentence);
        this.action = action;
    }

    String action() {
        return action;
    }
}
