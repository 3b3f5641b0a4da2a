package dev.postern.gateway.routes;

/// One address of an upstream.
///
/// @param tls    whether to speak TLS to it
/// @param host   a canonical name or an address; an IPv6 literal without brackets
/// @param port   1 to 65535
/// @param weight its share of the requests; 0 takes it out
public record Endpoint(boolean tls, String host, int port, int weight) {
    public static final int HEAVIEST = 1000;

    public Endpoint {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, got " + port);
        }
        if (weight < 0 || weight > HEAVIEST) {
            throw new IllegalArgumentException("a weight is 0 to " + HEAVIEST + ", got " + weight);
        }
    }

    /// Host and port as in a Host field.
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }
}
