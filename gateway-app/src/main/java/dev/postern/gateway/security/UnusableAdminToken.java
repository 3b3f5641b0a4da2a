package dev.postern.gateway.security;

/// The admin token cannot be used, so the process does not start.
final class UnusableAdminToken extends RuntimeException {
    private final String action;

    /// @param action what to change
    UnusableAdminToken(String sentence, String action) {
        super(sentence);
        this.action = action;
    }

    String action() {
        return action;
    }
}
