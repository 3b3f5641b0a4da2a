package dev.postern.gateway.proxy;

import dev.postern.gateway.earlydata.EarlyRequest;
import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.RequestMatch;
import dev.postern.gateway.routes.Route;
import dev.postern.tls.earlydata.EarlyDataReason;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;

import java.util.Optional;

/// What allows one early request to be acted on before its handshake is confirmed: route, host and gate, each asked when it comes, and once
/// more before it is sent. In between its upstream may have to be reached, for as long as a connection may take, and a policy that was
/// narrowed meanwhile holds for it too.
final class EarlyPermission {
    private static final Optional<EarlyDataReason> NO_HOST = Optional.of(EarlyDataReason.DISABLED);
    private static final Optional<EarlyDataReason> CHANGED = Optional.of(EarlyDataReason.POLICY_PHASE);

    private final ProxyContext context;
    private final ClientConnection connection;
    private final RequestDestination.Found arrived;
    private final EarlyRequest request;

    private EarlyPermission(ProxyContext context, ClientConnection connection, RequestDestination.Found arrived,
            EarlyRequest request) {
        this.context = context;
        this.connection = connection;
        this.arrived = arrived;
        this.request = request;
    }

    /// @return empty if it is held, which is counted where its route would have acted on it
    static Optional<EarlyPermission> ask(ProxyContext context, ClientConnection connection,
            RequestDestination.Found to, HttpRequest request) {
        if (to.route().earlyData() != EarlyDataAction.ALLOW) {
            return Optional.empty();
        }
        // Its fields are changed for the next hop; a route that looks at them is to see later what it sees now.
        HttpHeaders fields = request.headers().copy();
        EarlyPermission asked = new EarlyPermission(context, connection, to, new EarlyRequest(to.authority(),
                to.asked().path(), request.method().name(), request.uri().indexOf('?') >= 0, fields::get));
        return asked.includes(to.route()) && asked.isGiven(asked.refusal(to.host())) ? Optional.of(asked)
                : Optional.empty();
    }

    /// Asked of the policy that is in force now.
    boolean stillHolds() {
        GatewaySnapshot now = context.snapshots().current();
        Host host = now.resolver().authority(request.authority()).host();
        return isGiven(host == null ? NO_HOST
                : refusal(host).or(() -> isRoutedAsBefore(now, host) ? Optional.empty() : CHANGED));
    }

    private boolean isGiven(Optional<EarlyDataReason> refused) {
        refused.ifPresent(context.metrics()::earlyRequestHeld);
        return refused.isEmpty();
    }

    private boolean includes(Route route) {
        return route.earlyData() == EarlyDataAction.ALLOW
                && route.earlyRequests().include(request.method(), request.query());
    }

    /// The handshake asked its own host, and asked it then. This request may be for another that shares its certificate, and that other
    /// never had a say in how much of its early data is let in; and what was let in a moment ago may not be any more.
    private Optional<EarlyDataReason> refusal(Host host) {
        Optional<EarlyDataReason> refused = host.earlyDataRefusal();
        if (refused.isEmpty() && !connection.wasOpenedFor(host)) {
            refused = Optional.of(EarlyDataReason.SERVER_NAME_MISMATCH);
        }
        return refused.or(() -> context.gate().refusal(request));
    }

    /// Whether it would be allowed again, and go to where it is about to go: what is said of another upstream is not said of this one.
    private boolean isRoutedAsBefore(GatewaySnapshot now, Host host) {
        return isSame(host) || (connection.match(now, request.authority(), request.path(), request.method(),
                request.header()) instanceof RequestMatch.Routed routed && includes(routed.route())
                && routed.route().upstream().id().equals(arrived.route().upstream().id()));
    }

    @SuppressWarnings("ReferenceEquality") // a host is never changed, so one that was is another object
    private boolean isSame(Host host) {
        return host == arrived.host();
    }
}
