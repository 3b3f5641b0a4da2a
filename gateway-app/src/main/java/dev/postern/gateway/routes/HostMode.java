package dev.postern.gateway.routes;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What happens to a connection for a host.
public enum HostMode {
    @JsonProperty("terminate") TERMINATE,
    /// Handed on by SNI without being opened; not built yet, so no snapshot holds it.
    @JsonProperty("passthrough") PASSTHROUGH
}
