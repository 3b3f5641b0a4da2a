package dev.postern.gateway.settings;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// An address and a port to listen on, written `0.0.0.0:8443` or `[::1]:8443`. Port 0 takes a free one.
public record BindAddress(InetAddress address, int port) {

    /// @throws IllegalArgumentException for anything but an address literal and a port; names are not looked up
    public static BindAddress valueOf(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an address and a port, such as 0.0.0.0:8443 or [::]:8443");
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, got " + port);
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new BindAddress(literal(bracketed ? host.substring(1, host.length() - 1) : host), port);
    }

    public static BindAddress of(InetSocketAddress address) {
        return new BindAddress(address.getAddress(), address.getPort());
    }

    private static InetAddress literal(String host) {
        if (host.equals("localhost")) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException notALiteral) {
            throw new IllegalArgumentException(
                    "'" + host + "' is not an IP address; a listener binds an address, not a name", notALiteral);
        }
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        String host = address.getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
