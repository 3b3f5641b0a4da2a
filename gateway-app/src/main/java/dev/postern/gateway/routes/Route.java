package dev.postern.gateway.routes;

import java.util.Comparator;

/// One route of a host.
///
/// @param earlyData         as it acts: `allow` towards an upstream that is not early-data aware was made `hold` by the compiler
/// @param earlyRequests     which requests an `allow` is for
/// @param allowEncodedSlash whether `%2F` may stand in the path
public record Route(String id, String name, RouteMatch match, Upstream upstream, EarlyDataAction earlyData,
        EarlyRequests earlyRequests, RouteTimeouts timeouts, boolean allowEncodedSlash) {

    /// The order of precedence: longest prefix, then routes that name methods, then routes that name more headers. What is still
    /// equal keeps one order by name, so that every replica answers alike.
    public static final Comparator<Route> PRECEDENCE = Comparator
            .comparingInt((Route route) -> route.match().pathPrefix().length()).reversed()
            .thenComparing(route -> route.match().methods().isEmpty())
            .thenComparing(Comparator.comparingInt((Route route) -> route.match().headers().size()).reversed())
            .thenComparing(Route::name).thenComparing(Route::id);

    public Route {
        if (earlyData == EarlyDataAction.ALLOW && !upstream.earlyDataAware()) {
            throw new IllegalArgumentException(
                    "route " + name + " cannot act early: upstream " + upstream.name() + " is not early-data aware");
        }
    }
}
