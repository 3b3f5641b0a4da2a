package dev.postern.gateway.settings;

import java.net.InetAddress;

/// A network in CIDR notation (RFC 4632 3.1), or one address.
///
/// @param address of the network
/// @param prefix  how many of its leading bits count
public record NetworkAddress(InetAddress address, int prefix) {
    public NetworkAddress {
        if (prefix < 0 || prefix > address.getAddress().length * 8) {
            throw new IllegalArgumentException(
                    "'" + address.getHostAddress() + "/" + prefix + "' is no network: write a prefix from 0 to "
                            + address.getAddress().length * 8);
        }
    }

    /// Spring calls it for a setting.
    ///
    /// @param text such as `10.0.0.0/8` or `fd00::/8`; a bare address is a network of one
    /// @throws IllegalArgumentException for anything else
    public static NetworkAddress valueOf(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            return new NetworkAddress(address,
                    slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no network: write the prefix as a number", e);
        }
    }

    /// Whether the address lies in it; an address of the other family does not.
    public boolean contains(InetAddress other) {
        byte[] own = address.getAddress();
        byte[] theirs = other.getAddress();
        if (own.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((own[bit >> 3] ^ theirs[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
