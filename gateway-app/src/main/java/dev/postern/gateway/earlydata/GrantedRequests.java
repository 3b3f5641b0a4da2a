package dev.postern.gateway.earlydata;

import dev.postern.gateway.earlydata.Grants.HostGrant;
import dev.postern.gateway.earlydata.Grants.RouteGrant;
import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.EarlyDataSettings;
import dev.postern.gateway.routes.Endpoint;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.HostTimeouts;
import dev.postern.gateway.routes.HostTls;
import dev.postern.gateway.routes.RequestMatch;
import dev.postern.gateway.routes.Resolver;
import dev.postern.gateway.routes.Revocations;
import dev.postern.gateway.routes.Route;
import dev.postern.gateway.routes.RouteTimeouts;
import dev.postern.gateway.routes.ServerNamePattern;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.routes.UpstreamTls;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.psk.PolicyDigest;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Grants that can be asked about an offer and a request. They go through the resolver that all requests go through, over hosts that have
/// nothing but names and routes, so that no path is read in two ways.
final class GrantedRequests {
    private static final PolicyDigest NO_DIGEST = new PolicyDigest(new byte[PolicyDigest.BYTES]);
    private static final HostTls NO_TLS = new HostTls(ClientAuthentication.NONE, List.of(), Revocations.NONE, null,
            NO_DIGEST, NO_DIGEST,
            NO_DIGEST);
    private static final Upstream NOWHERE = new Upstream("none", "none", UpstreamProtocol.AUTO,
            List.of(new Endpoint(false, "localhost", 1, 1)), true, UpstreamTls.DEFAULTS);

    private final Resolver resolver;
    private final Map<String, HostGrant> byId = new HashMap<>();

    GrantedRequests(Grants grants) {
        List<Host> hosts = new ArrayList<>();
        for (HostGrant grant : grants.hosts()) {
            String id = Integer.toString(hosts.size());
            byId.put(id, grant);
            hosts.add(host(id, grant));
        }
        this.resolver = GatewaySnapshot.of(0, hosts, Map.of(), Map.of(), List.of()).resolver();
    }

    private static Host host(String id, HostGrant grant) {
        List<Route> routes = new ArrayList<>();
        for (RouteGrant route : grant.routes()) {
            // The order of precedence was settled before; a number keeps it where names are equal otherwise.
            String name = String.format("%06d", routes.size());
            routes.add(new Route(name, name, route.match(), NOWHERE,
                    route.act() ? EarlyDataAction.ALLOW : EarlyDataAction.HOLD, route.requests(),
                    RouteTimeouts.DEFAULTS, route.encodedSlash()));
        }
        return new Host(id, id,
                grant.names().stream().map(ServerNamePattern::parse).flatMap(Optional::stream).toList(), List.of(),
                NO_TLS, EarlyDataSettings.OFF, HostTimeouts.DEFAULTS, routes, null);
    }

    private @Nullable HostGrant grant(@Nullable Host host) {
        return host == null ? null : byId.get(host.id());
    }

    boolean letIn(EarlyDataOffer offer) {
        HostGrant grant = grant(resolver.handshake(offer.serverName()).host());
        return grant != null && grant.accept() && Math.abs(offer.ageSkewMillis()) <= grant.windowMillis()
                && Share.includes(grant.percent(), offer.replayKey());
    }

    boolean actOn(EarlyRequest request) {
        Host host = resolver.authority(request.authority()).host();
        HostGrant grant = grant(host);
        return host != null && grant != null && grant.accept()
                && resolver.route(host, request.path(), request.method(),
                        request.header()) instanceof RequestMatch.Routed routed
                && routed.route().earlyData() == EarlyDataAction.ALLOW
                && routed.route().earlyRequests().include(request.method(), request.query());
    }
}
