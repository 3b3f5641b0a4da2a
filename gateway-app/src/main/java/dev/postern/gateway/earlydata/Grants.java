package dev.postern.gateway.earlydata;

import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.EarlyRequests;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.Route;
import dev.postern.gateway.routes.RouteMatch;
import dev.postern.gateway.routes.ServerNamePattern;

import java.time.Duration;
import java.util.List;

/// What early data may do under one configuration: whose is let in, and which requests are acted on. Hosts that let none in are part of
/// it, for the names they take from others.
public record Grants(List<HostGrant> hosts) {
    /// Nothing: as with the kill switch engaged.
    static final Grants NONE = new Grants(List.of());

    public Grants {
        hosts = List.copyOf(hosts);
    }

    /// @param names        as configured, canonical
    /// @param accept       whether any early data is let in
    /// @param percent      of it
    /// @param windowMillis how far the age of a ticket may be off
    /// @param routes       in order of precedence; none where nothing is let in
    public record HostGrant(List<String> names, boolean accept, int percent, long windowMillis,
            List<RouteGrant> routes) {
        public HostGrant {
            names = List.copyOf(names);
            routes = List.copyOf(routes);
        }
    }

    /// @param act           whether early requests are acted on
    /// @param requests      which of them, if so
    /// @param encodedSlash  whether the route takes paths with one
    public record RouteGrant(RouteMatch match, boolean act, EarlyRequests requests, boolean encodedSlash) {}

    /// @param recorded how far the replay store remembers on either side
    static Grants of(GatewaySnapshot snapshot, Duration recorded) {
        return new Grants(snapshot.hosts().stream().map(host -> of(host, recorded)).toList());
    }

    private static HostGrant of(Host host, Duration recorded) {
        boolean accept = host.earlyDataRefusal().isEmpty();
        return new HostGrant(host.serverNames().stream().map(ServerNamePattern::text).toList(), accept,
                accept ? host.earlyData().acceptPercent() : 0,
                accept ? host.earlyData().window(recorded).toMillis() : 0,
                accept ? host.routes().stream().map(Grants::of).toList() : List.of());
    }

    private static RouteGrant of(Route route) {
        return new RouteGrant(route.match(), route.earlyData() == EarlyDataAction.ALLOW, route.earlyRequests(),
                route.allowEncodedSlash());
    }
}
