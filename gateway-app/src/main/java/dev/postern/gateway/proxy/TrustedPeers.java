package dev.postern.gateway.proxy;

import dev.postern.gateway.settings.NetworkAddress;

import java.net.InetAddress;
import java.util.List;

/// Addresses whose word about the client is taken: load balancers of our own, by network. Whoever else sends such a field would be free
/// to name any client he likes.
public record TrustedPeers(List<NetworkAddress> networks) {
    public static final TrustedPeers NOBODY = new TrustedPeers(List.of());

    public TrustedPeers {
        networks = List.copyOf(networks);
    }

    public boolean contains(InetAddress peer) {
        return networks.stream().anyMatch(network -> network.contains(peer));
    }
}
