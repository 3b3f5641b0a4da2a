package dev.postern.gateway.upstream;

import dev.postern.gateway.routes.Endpoint;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.routes.UpstreamTls;

/// What makes two connections interchangeable.
record EndpointAddress(String host, int port, boolean tls, UpstreamProtocol protocol, UpstreamTls trust) {
    static EndpointAddress of(Endpoint endpoint, UpstreamProtocol protocol, UpstreamTls trust) {
        return new EndpointAddress(endpoint.host(), endpoint.port(), endpoint.tls(), protocol, trust);
    }

    String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /// Whether a connection will speak HTTP/2 or be refused; `auto` is not certain before ALPN has spoken.
    boolean isSurelyMultiplexed() {
        return protocol == UpstreamProtocol.H2 || protocol == UpstreamProtocol.H2C;
    }
}
