package dev.postern.gateway.upstream;

import dev.postern.gateway.routes.Endpoint;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Upstream;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import reactor.netty.resources.LoopResources;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Reaches upstreams. One per process; every event loop has connections of its own, so that nothing is shared and nothing locks.
public final class UpstreamClient implements AutoCloseable {
    private final LoopResources loops;
    private final DnsAddressResolverGroup names;
    private final UpstreamTrust trust = new UpstreamTrust();
    private final Map<EventLoop, OfLoop> perLoop = new ConcurrentHashMap<>();

    /// @param loops those that requests run on
    public UpstreamClient(LoopResources loops) {
        this.loops = loops;
        this.names = new DnsAddressResolverGroup(new DnsNameResolverBuilder()
                .datagramChannelFactory(() -> loops.onChannel(DatagramChannel.class, loops.onServer(true))));
    }

    /// Finds or makes a connection for one request, on the caller's event loop.
    public void open(EventLoop loop, Upstream upstream, Duration connectTimeout, UpstreamListener listener) {
        ofLoop(loop).group(upstream).open(listener, connectTimeout);
    }

    private OfLoop ofLoop(EventLoop loop) {
        OfLoop found = perLoop.get(loop);
        return found == null ? perLoop.computeIfAbsent(loop, OfLoop::new) : found;
    }

    /// A new snapshot is in force: connections to endpoints that it does not name are let go.
    public void retainOnly(GatewaySnapshot snapshot) {
        Set<EndpointAddress> named = new HashSet<>();
        for (Upstream upstream : snapshot.upstreams().values()) {
            for (Endpoint endpoint : upstream.endpoints()) {
                named.add(EndpointAddress.of(endpoint, upstream.protocol(), upstream.tls()));
            }
        }
        trust.forgetAll();
        perLoop.forEach((loop, own) -> loop.execute(() -> own.retainOnly(named)));
    }

    @Override
    public void close() {
        perLoop.forEach((loop, own) -> loop.execute(() -> own.retainOnly(Set.of())));
        names.close();
    }

    private final class OfLoop {
        private final EventLoop loop;
        private final UpstreamConnector connector;
        private final Map<EndpointAddress, EndpointPool> pools = new HashMap<>();
        /// By identity: an upstream of a new snapshot is another object, and comparing trust anchors per request would cost more than
        /// the request.
        private final IdentityHashMap<Upstream, UpstreamGroup> groups = new IdentityHashMap<>();

        OfLoop(EventLoop loop) {
            this.loop = loop;
            this.connector = new UpstreamConnector(loops, loop, names, trust);
        }

        UpstreamGroup group(Upstream upstream) {
            UpstreamGroup known = groups.get(upstream);
            if (known != null) {
                return known;
            }
            List<Endpoint> endpoints = upstream.endpoints();
            EndpointPool[] own = new EndpointPool[endpoints.size()];
            int[] weights = new int[own.length];
            for (int i = 0; i < own.length; i++) {
                EndpointAddress address = EndpointAddress.of(endpoints.get(i), upstream.protocol(), upstream.tls());
                own[i] = pools.computeIfAbsent(address, key -> new EndpointPool(key, loop, connector));
                weights[i] = endpoints.get(i).weight();
            }
            UpstreamGroup group = new UpstreamGroup(own, weights);
            groups.put(upstream, group);
            return group;
        }

        void retainOnly(Set<EndpointAddress> named) {
            groups.clear();
            pools.entrySet().removeIf(entry -> {
                if (named.contains(entry.getKey())) {
                    return false;
                }
                entry.getValue().retire();
                return true;
            });
        }
    }
}
