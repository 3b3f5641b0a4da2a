package dev.postern.gateway.database;

/// The database is set so that it cannot be used, and the process does not start.
public final class UnusableDatabase extends RuntimeException {
    private final String action;

    /// @param action what to change
    public UnusableDatabase(String sentence, String action) {
        super(sentence);
        this.action = action;
    }

    String action() {
        return action;
    }
}
