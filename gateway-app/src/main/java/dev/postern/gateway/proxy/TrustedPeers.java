package dev.postern.gateway.proxy;

import java.net.InetAddress;
import java.util.List;

/// Addresses whose word about the client is taken: load balancers of our own, by network. Nobody by default.
public final class TrustedPeers {
    public static final TrustedPeers NOBODY = new TrustedPeers(List.of());

    private record Network(byte[] address, int prefix) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> (bit & 7);
                if (((address[bit >> 3] ^ other[bit >> 3]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> networks;

    private TrustedPeers(List<Network> networks) {
        this.networks = networks;
    }

    /// @param networks such as `10.0.0.0/8` or `fd00::/8`; a bare address is a network of one
    /// @throws IllegalArgumentException for anything else
    public static TrustedPeers of(List<String> networks) {
        return new TrustedPeers(networks.stream().map(TrustedPeers::network).toList());
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        byte[] address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
        int prefix = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > address.length * 8) {
            throw new IllegalArgumentException("'" + text + "' is no network: its prefix is too long");
        }
        return new Network(address, prefix);
    }

    public boolean contains(InetAddress peer) {
        if (networks.isEmpty()) {
            return false;
        }
        byte[] address = peer.getAddress();
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
