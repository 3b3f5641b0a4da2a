package dev.postern.gateway.routes;

/// What a route does with early requests when it does not say so itself.
public record EarlyDataDefaults(EarlyDataAction action, EarlyRequests requests) {
    /// Of a host without a preset.
    public static final EarlyDataDefaults PLAIN = new EarlyDataDefaults(EarlyDataAction.HOLD, EarlyRequests.ALL);
}
