package dev.postern.gateway.routes;

import java.util.List;

/// Where requests go.
///
/// @param earlyDataAware whether it honours `Early-Data: 1` (RFC 8470 5.1); only then does an early request reach it
public record Upstream(String id, String name, UpstreamProtocol protocol, List<Endpoint> endpoints,
        boolean earlyDataAware, UpstreamTls tls) {
    public Upstream {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("upstream " + name + " needs an endpoint");
        }
    }
}
