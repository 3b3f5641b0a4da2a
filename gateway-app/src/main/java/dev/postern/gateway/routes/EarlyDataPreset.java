package dev.postern.gateway.routes;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A whole early-data policy in one word. It fills in what a host, and the routes of that host, leave out.
public enum EarlyDataPreset {
    /// Nothing issued, nothing let in.
    @JsonProperty("off") OFF,
    /// Let in, and held until the handshake is confirmed; a route that allows acts on safe methods without a query alone.
    @JsonProperty("strict") STRICT,
    /// Let in, and acted on at once for safe methods, with a query too, where the upstream is early-data aware.
    @JsonProperty("permissive") PERMISSIVE;

    /// What the host does that says nothing else.
    public EarlyDataSettings host() {
        return switch (this) {
            case OFF -> EarlyDataSettings.OFF;
            case STRICT, PERMISSIVE -> EarlyDataSettings.ON;
        };
    }

    /// What its routes do that say nothing else.
    public EarlyDataDefaults routes() {
        return switch (this) {
            case OFF -> EarlyDataDefaults.PLAIN;
            case STRICT -> new EarlyDataDefaults(EarlyDataAction.HOLD,
                    new EarlyRequests(EarlyRequests.SAFE_METHODS, false));
            case PERMISSIVE -> new EarlyDataDefaults(EarlyDataAction.ALLOW,
                    new EarlyRequests(EarlyRequests.SAFE_METHODS, true));
        };
    }
}
