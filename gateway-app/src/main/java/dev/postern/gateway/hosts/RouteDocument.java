package dev.postern.gateway.hosts;

import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.EarlyRequests;
import dev.postern.gateway.routes.RouteMatch;
import dev.postern.gateway.routes.RouteTimeouts;

/// A stored route with nothing left open, for the compiler.
public record RouteDocument(RouteMatch match, String upstreamId, EarlyDataAction earlyData,
        EarlyRequests earlyRequests, RouteTimeouts timeouts,
        boolean allowEncodedSlash) {}
