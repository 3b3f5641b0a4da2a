package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// An endpoint that no upstream names any more, while the first HTTP/2 connection to it is being made: who waits for that was sent there by
/// the configuration of then, and is served.
@Timeout(60)
class RetiredEndpointTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private ServerSocket server;
    private HopGateway gateway;
    private Http1Peer first;
    private Http1Peer second;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(30_000);
        gateway = HopGateway.before(HopGateway.secureUpstream(UpstreamProtocol.H2, HopGateway.IDENTITY.trusted(),
                server.getLocalPort()));
        first = gateway.connect();
        second = gateway.connect();
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
        gateway.close();
        server.close();
    }

    /// The loop has dealt with what was sent to it before.
    private void fence() throws IOException {
        assertThat(gateway.exchange("TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405");
    }

    private void retire() {
        gateway.snapshots.swap(PlainGateway.snapshot(2, List.of()));
    }

    /// The server's end of a TLS connection; the handshake goes on with the first byte that is read.
    private static Http2Wire shakeHands(Socket accepted) throws IOException {
        SSLSocket tls = (SSLSocket) HopGateway.IDENTITY.context().getSocketFactory().createSocket(accepted, null, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setApplicationProtocols(new String[]{"h2"});
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return Http2Wire.server(tls);
    }

    private static void answer(Http2Wire upstream) throws IOException {
        int stream = upstream.nextRequest().stream();
        upstream.headers(stream, false, ":status", "200").data(stream, true, "ok");
    }

    private static String answer(Http1Peer client) throws IOException {
        return client.readHead().substring(9, 12) + " " + client.readBody();
    }

    @Test
    void servesWhoWaitedForItsConnectionAndClosesBehindThem() throws Exception {
        first.write(GET);
        try (Socket accepted = server.accept()) {
            second.write(GET);
            fence();
            retire();
            try (Http2Wire upstream = shakeHands(accepted)) {
                answer(upstream);
                answer(upstream);
                assertThat(List.of(answer(first), answer(second))).containsOnly("200 ok");
                assertThat(upstream.isClosedByPeer()).isTrue();
            }
        }
    }

    @Test
    void servesWhoWaitedThoughWhoAskedFirstHasLeft() throws Exception {
        first.write(GET);
        try (Socket accepted = server.accept()) {
            second.write(GET);
            first.close();
            fence();
            retire();
            try (Http2Wire upstream = shakeHands(accepted)) {
                answer(upstream);
                assertThat(answer(second)).isEqualTo("200 ok");
                assertThat(upstream.isClosedByPeer()).isTrue();
            }
        }
    }
}
