package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.UpstreamProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.net.ssl.SSLSocket;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// An answer that breaks off behind us must break off before us: no client may take a part for the whole.
class BrokenAnswerTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"HTTP1,HTTP1", "HTTP1,HTTP1_OVER_TLS", "HTTP1_OVER_TLS,HTTP2_IN_THE_CLEAR", "HTTP2,HTTP1",
        "HTTP2,HTTP2"})
    @interface OverEachPair {
    }

    private static void breaksOff(Carrier front, Carrier back, String... fields) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false, fields).data("abc", false);
            seen.await(30, TimeUnit.SECONDS);
            exchange.breakOff();
        });
                HopGateway gateway = HopGateway.before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("GET /", true);
            assertThat(client.readHead()).isEqualTo("200");
            seen.countDown();
            assertThat(client.endsWell()).isFalse();
        }
    }

    @OverEachPair
    void anAnswerOfUnknownLengthBreaksOff(Carrier front, Carrier back) throws Exception {
        breaksOff(front, back);
    }

    @OverEachPair
    void anAnswerOfKnownLengthBreaksOff(Carrier front, Carrier back) throws Exception {
        breaksOff(front, back, "content-length", "1000");
    }

    @OverEachPair
    void anUpstreamThatDiesBeforeItAnswersIsABadGateway(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            // Else the answer may be there, and the stream over, before the client has written all of its request.
            exchange.readBody();
            exchange.breakOff();
        });
                HopGateway gateway = HopGateway.before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false).data("abc", true);
            assertThat(client.readHead()).isEqualTo("502");
            assertThat(client.readBody()).contains("urn:postern:problem:upstream-reset");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "4"})
    void anHttp2AnswerThatIsNotAsLongAsItSaysBreaksOff(String length) throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(null, stream -> {
            stream.head();
            stream.send(false, ":status", "200", "content-length", length).data("abc", true);
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = gateway.connect()) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            String head = client.readHead();
            // How far the answer had come when it broke off is a matter of timing; a whole one it never is.
            if (head != null && head.startsWith("HTTP/1.1 200 ")) {
                assertThat(new Http1Exchange(client).endsWell()).isFalse();
            } else if (head != null) {
                assertThat(head).startsWith("HTTP/1.1 502 ");
            }
        }
    }

    @Test
    void anHttp11AnswerThatIsShorterThanItSaysBreaksOff() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc");
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http2Client client = gateway.connectHttp2()) {
            Http2Peer stream = client.get("/");
            assertThat(stream.head().status().toString()).isEqualTo("200");
            assertThat(stream.end()).startsWith("reset");
        }
    }

    /// A body that ends with its connection, which then ends as the script says.
    private static ScriptedUpstream untilClose(ScriptedUpstream.Script end) throws IOException {
        return new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\n\r\nabc");
            end.serve(connection);
        });
    }

    @Test
    void aBodyThatEndsWithItsConnectionIsWholeIfThatWasClosed() throws Exception {
        try (ScriptedUpstream upstream = untilClose(connection -> connection.socket.shutdownOutput());
                HopGateway gateway = HopGateway.before(upstream)) {
            assertThat(gateway.exchange(GET)).startsWith("HTTP/1.1 200 ").endsWith("3\r\nabc\r\n0\r\n\r\n");
        }
    }

    @Test
    void aBodyThatEndsWithItsConnectionIsNotWholeIfThatWasReset() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (ScriptedUpstream upstream = untilClose(connection -> {
            await(seen);
            connection.reset();
        });
                HopGateway gateway = HopGateway.before(upstream);
                Exchange client = Carrier.HTTP1.connect(gateway)) {
            client.head("GET /", true);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readPiece(3)).isEqualTo("abc");
            seen.countDown();
            assertThat(client.endsWell()).isFalse();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /// RFC 9112 9.8: a response that ends with its TLS connection is incomplete if that ended without close_notify.
    @ParameterizedTest(name = "with close_notify: {0}")
    @ValueSource(booleans = {true, false})
    void aBodyThatEndsWithItsTlsConnectionIsWholeOnlyIfThatWasClosed(boolean closeNotify) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> endTls(connection.socket, closeNotify));
                HopGateway gateway = HopGateway.before(HopGateway.secureUpstream(UpstreamProtocol.HTTP1,
                        HopGateway.IDENTITY.trusted(), upstream.port()));
                Exchange client = Carrier.HTTP1.connect(gateway)) {
            client.head("GET /", true);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.endsWell()).isEqualTo(closeNotify);
        }
    }

    private static void endTls(Socket plain, boolean closeNotify) throws IOException {
        SSLSocket tls = (SSLSocket) HopGateway.IDENTITY.context().getSocketFactory().createSocket(plain, null, false);
        tls.setUseClientMode(false);
        Http1Peer peer = new Http1Peer(tls);
        peer.readHead();
        peer.write("HTTP/1.1 200 OK\r\n\r\nabc");
        if (closeNotify) {
            tls.shutdownOutput();
            peer.in.readAllBytes();
        } else {
            plain.shutdownOutput();
        }
    }

    /// HTTP/1.0 knows no chunks: there only the connection can say that something is missing.
    @ParameterizedTest(name = "over TLS: {0}")
    @ValueSource(booleans = {true, false})
    void anHttp10ClientIsToldOfABreakByItsConnection(boolean overTls) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            await(seen);
            connection.reset();
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = overTls ? gateway.connectSecurely() : gateway.connect()) {
            client.write("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(client.in.readNBytes(3)).isEqualTo(new byte[]{'a', 'b', 'c'});
            seen.countDown();
            assertThat(ends(client)).isEqualTo("by an error");
        }
    }

    @Test
    void anHttp10ClientIsToldOfAnEndByItsConnection() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = gateway.connectSecurely()) {
            client.write("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ").contains("connection: close");
            assertThat(client.in.readNBytes(3)).isEqualTo(new byte[]{'a', 'b', 'c'});
            assertThat(ends(client)).isEqualTo("well");
        }
    }

    private static String ends(Http1Peer client) {
        try {
            return client.in.read() < 0 ? "well" : "not yet";
        } catch (IOException broken) {
            return "by an error";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
        "HTTP/1.1 200 OK\r\nX-A : 1\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "220 mail.example ESMTP\r\n\r\n", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"})
    void anAnswerWithMoreThanOneReadingIsNone(String answer) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write(answer);
        });
                HopGateway gateway = HopGateway.before(upstream)) {
            assertThat(gateway.exchange(GET)).startsWith("HTTP/1.1 502 ")
                    .contains("urn:postern:problem:upstream-malformed").doesNotContain("mail.example");
        }
    }
}
