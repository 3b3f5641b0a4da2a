package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import static org.assertj.core.api.Assertions.assertThat;

/// An HTTP/2 upstream that says GOAWAY with requests in flight (RFC 9113 6.8): those up to its last stream are answered on the connection
/// as it ends; the others were never processed, so they are sent again, whatever their method, unless a body is gone.
@Timeout(120)
class GoAwayTest {
    private static final String WITHOUT_A_BODY = " / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String WITH_A_BODY = " / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";

    private ServerSocket server;
    private HopGateway gateway;
    private Http1Peer first;
    private Http1Peer second;
    private Http2Wire upstream;
    private int firstStream;
    private int secondStream;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(30_000);
        gateway = HopGateway.before(HopGateway.upstream(UpstreamProtocol.H2C, server.getLocalPort()));
        first = gateway.connect();
        second = gateway.connect();
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
        upstream.close();
        gateway.close();
        server.close();
    }

    /// Two requests on one connection.
    private void send(String one, String other) throws IOException {
        first.write(one);
        upstream = Http2Wire.server(server.accept());
        firstStream = upstream.nextRequest().stream();
        second.write(other);
        secondStream = upstream.nextRequest().stream();
    }

    private static void answer(Http2Wire by, int stream, String text) throws IOException {
        by.headers(stream, false, ":status", "200").data(stream, true, text);
    }

    private static String answer(Http1Peer client) throws IOException {
        return client.readHead().substring(9, 12) + " " + client.readBody();
    }

    /// What the second client hears when its request comes on another connection.
    private String answerOfAnother() throws IOException {
        try (Http2Wire another = Http2Wire.server(server.accept())) {
            answer(another, another.nextRequest().stream(), "again");
            return answer(second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void aRequestAboveTheLastStreamIsSentOnceMore(String method) throws Exception {
        send("POST" + WITH_A_BODY, method + WITHOUT_A_BODY);
        upstream.goAway(firstStream);

        assertThat(answerOfAnother()).isEqualTo("200 again");
        answer(upstream, firstStream, "finished");
        assertThat(answer(first)).isEqualTo("200 finished");
        assertThat(upstream.isClosedByPeer()).isTrue();
    }

    @Test
    void aRequestAboveTheLastStreamWhoseBodyIsGoneIsAnsweredWithAnError() throws Exception {
        send("GET" + WITHOUT_A_BODY, "POST" + WITH_A_BODY);
        upstream.goAway(firstStream);

        assertThat(answer(second)).startsWith("502 ").contains("urn:postern:problem:upstream-reset");
        answer(upstream, firstStream, "finished");
        assertThat(answer(first)).isEqualTo("200 finished");
    }

    @Test
    void aConnectionThatLeavesInTwoStepsFinishesWhatItTook() throws Exception {
        send("POST" + WITH_A_BODY, "POST" + WITHOUT_A_BODY);
        upstream.goAway(Integer.MAX_VALUE);
        answer(upstream, secondStream, "finished second");
        assertThat(answer(second)).isEqualTo("200 finished second");
        upstream.goAway(secondStream);
        answer(upstream, firstStream, "finished first");

        assertThat(answer(first)).isEqualTo("200 finished first");
        assertThat(upstream.isClosedByPeer()).isTrue();
    }

    @Test
    void aRequestUpToTheLastStreamThatGetsNoAnswerIsSentOnceMoreIfItIsIdempotent() throws Exception {
        send("POST" + WITHOUT_A_BODY, "GET" + WITHOUT_A_BODY);
        upstream.goAway(secondStream);
        upstream.fence();
        upstream.close();

        assertThat(answerOfAnother()).isEqualTo("200 again");
        assertThat(answer(first)).startsWith("502 ").contains("urn:postern:problem:upstream-reset");
    }
}
