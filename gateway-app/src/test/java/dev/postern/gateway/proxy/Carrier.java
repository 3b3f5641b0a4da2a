package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;

import java.io.IOException;

/// How one side of the hop is carried, with real peers for either side.
enum Carrier {
    HTTP1 {
        @Override
        Exchange connect(HopGateway gateway) throws IOException {
            return new Http1Exchange(gateway.connect());
        }

        @Override
        Serving serve(Script script) throws IOException {
            ScriptedUpstream running = new ScriptedUpstream(connection -> http1(connection, script));
            return new Serving(running, HopGateway.upstream(UpstreamProtocol.HTTP1, running.port()));
        }
    },
    HTTP1_OVER_TLS {
        @Override
        Exchange connect(HopGateway gateway) throws IOException {
            return new Http1Exchange(gateway.connectSecurely());
        }

        @Override
        Serving serve(Script script) throws IOException {
            ScriptedUpstream running = new ScriptedUpstream(HopGateway.IDENTITY.serverSocket(),
                    connection -> http1(connection, script));
            return secure(running, UpstreamProtocol.HTTP1, running.port());
        }
    },
    HTTP2 {
        @Override
        Exchange connect(HopGateway gateway) {
            Http2Client client = gateway.connectHttp2();
            return new Http2Exchange(client.open(), client);
        }

        @Override
        Serving serve(Script script) {
            ScriptedHttp2Upstream running = new ScriptedHttp2Upstream(HopGateway.IDENTITY.server("h2"),
                    stream -> http2(stream, script));
            return secure(running, UpstreamProtocol.H2, running.port());
        }
    },
    /// With prior knowledge; only towards upstreams.
    HTTP2_IN_THE_CLEAR {
        @Override
        Exchange connect(HopGateway gateway) {
            throw new IllegalStateException("clients speak HTTP/2 over TLS alone");
        }

        @Override
        Serving serve(Script script) {
            ScriptedHttp2Upstream running = new ScriptedHttp2Upstream(null, stream -> http2(stream, script));
            return new Serving(running, HopGateway.upstream(UpstreamProtocol.H2C, running.port()));
        }
    },
    /// Offered both, an upstream chooses HTTP/2.
    AUTO_HTTP2 {
        @Override
        Exchange connect(HopGateway gateway) {
            throw new IllegalStateException("a choice of upstreams");
        }

        @Override
        Serving serve(Script script) {
            ScriptedHttp2Upstream running = new ScriptedHttp2Upstream(HopGateway.IDENTITY.server("h2"),
                    stream -> http2(stream, script));
            return secure(running, UpstreamProtocol.AUTO, running.port());
        }
    },
    /// Offered both, an upstream knows nothing of ALPN.
    AUTO_HTTP1 {
        @Override
        Exchange connect(HopGateway gateway) {
            throw new IllegalStateException("a choice of upstreams");
        }

        @Override
        Serving serve(Script script) throws IOException {
            ScriptedUpstream running = new ScriptedUpstream(HopGateway.IDENTITY.serverSocket(),
                    connection -> http1(connection, script));
            return secure(running, UpstreamProtocol.AUTO, running.port());
        }
    };

    /// Answers one request.
    @FunctionalInterface
    interface Script {
        void serve(Exchange exchange) throws Exception;
    }

    /// A running upstream, and how the gateway is told of it.
    record Serving(AutoCloseable running, Upstream configuration) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            running.close();
        }
    }

    abstract Exchange connect(HopGateway gateway) throws Exception;

    abstract Serving serve(Script script) throws Exception;

    static Serving secure(AutoCloseable running, UpstreamProtocol protocol, int port) {
        return new Serving(running, HopGateway.secureUpstream(protocol, HopGateway.IDENTITY.trusted(), port));
    }

    /// One request after the other, until the gateway closes.
    static void http1(ScriptedUpstream.Connection connection, Script script) throws IOException {
        Exchange exchange = new Http1Exchange(connection);
        while (connection.socket.isConnected() && !connection.socket.isClosed()) {
            connection.in.mark(1);
            if (connection.in.read() < 0) {
                return;
            }
            connection.in.reset();
            try {
                script.serve(exchange);
            } catch (IOException gone) {
                throw gone;
            } catch (Exception failure) {
                throw new IOException(failure);
            }
        }
    }

    static void http2(Http2Peer stream, Script script) throws Exception {
        script.serve(new Http2Exchange(stream, () -> {
        }));
    }
}
