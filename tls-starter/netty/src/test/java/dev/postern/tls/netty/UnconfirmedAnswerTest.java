package dev.postern.tls.netty;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;

import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// An answer to an early request, before the client's Finished and when the server closes behind it.
@Timeout(60)
class UnconfirmedAnswerTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final int LIMIT = Limits.DEFAULT.unconfirmedBytes();

    /// Answers with so many bytes and closes.
    private static TestServer closingAfter(int bytes) {
        return new TestServer(new TestServer.Settings(),
                (_, response) -> response.header(HttpHeaderNames.CONNECTION, "close")
                        .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes))
                        .sendString(Mono.just("x".repeat(bytes))));
    }

    private static EngineSocket early(TestServer server, String request) throws Exception {
        ClientSession ticket = EarlyDataTest.ticketFrom(server);
        EngineSocket client = new EngineSocket(server.environment, server.port(), TlsClientConfig.to("localhost")
                .applicationProtocols("http/1.1").sessions(List.of(ticket)).earlyData(true).build());
        client.start(request);
        return client;
    }

    private static String body(EngineSocket client) {
        return client.text().substring(client.text().indexOf("\r\n\r\n") + 4);
    }

    @Test
    void isWholeBeforeFinishedWhereItFits() throws Exception {
        try (TestServer server = closingAfter(LIMIT / 2); EngineSocket client = early(server, GET)) {
            client.until(() -> client.text().contains("\r\n\r\n") && body(client).length() == LIMIT / 2);
            client.until(() -> client.events.stream().anyMatch(TlsEvent.PeerClosed.class::isInstance));
            client.flush();
        }
    }

    @Test
    @EarlyDataRule("3.7")
    void goesOnWithFinishedWhereItIsLongerAndTheCloseComesBehindIt() throws Exception {
        try (TestServer server = closingAfter(4 * LIMIT); EngineSocket client = early(server, GET)) {
            client.until(() -> client.text().length() == LIMIT);
            assertThat(client.engine().stage()).isEqualTo(Stage.CONNECTED);
            assertThat(client.events).noneMatch(TlsEvent.PeerClosed.class::isInstance);

            client.flush();
            client.untilClosed();
            assertThat(body(client)).hasSize(4 * LIMIT);
            assertThat(client.events).as("it ended in good order").anyMatch(TlsEvent.PeerClosed.class::isInstance);
        }
    }

    @Test
    void goesNoFurtherToAClientWhoseFinishedIsWrong() throws Exception {
        try (TestServer server = closingAfter(4 * LIMIT); EngineSocket client = early(server, GET)) {
            client.until(() -> client.text().length() == LIMIT);
            byte[] finished = client.heldBack();
            finished[finished.length - 1] ^= 1;
            client.raw(finished);
            client.untilClosed();

            assertThat(client.text()).hasSize(LIMIT);
            HandshakeReport report = server.reports.poll(10, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(report.succeeded()).isFalse();
        }
    }

    /// With early data unread in the kernel, a plain close would be a reset, which takes answers that were on their way with it.
    @Test
    @EarlyDataRule("3.8")
    void survivesACloseWhileTheClientStillSends() throws Exception {
        try (TestServer server = closingAfter(1000);
                EngineSocket client = early(server,
                        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12000\r\n\r\n" + "y".repeat(6_000))) {
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            client.flush();
            client.send("y".repeat(6_000));
            client.until(() -> client.text().contains("\r\n\r\n") && body(client).length() == 1000);
        }
    }

    @Test
    @EarlyDataRule("3.8")
    void isNotCutShortByAHandlerThatClosesWithoutWaiting() throws Exception {
        try (TestServer server = new TestServer(new TestServer.Settings(),
                (_, response) -> response.withConnection(connection -> {
                    ChannelHandlerContext http = connection.channel().pipeline().context(NettyPipeline.HttpCodec);
                    http.writeAndFlush(ByteBufUtil.writeAscii(http.alloc(), "y".repeat(3 * LIMIT)));
                    http.close();
                }).then(Mono.never())); EngineSocket client = early(server, GET)) {
            client.until(() -> client.text().length() == LIMIT);
            client.flush();
            client.untilClosed();

            // Behind it stands what Reactor Netty made of the exchange.
            assertThat(client.text()).startsWith("y".repeat(3 * LIMIT));
        }
    }

    @Test
    @EarlyDataRule("1.10")
    void isFollowedByTicketsThoughNobodyReadsTheRequestsBody() throws Exception {
        try (TestServer server = new TestServer(new TestServer.Settings(),
                (_, response) -> response.sendString(Mono.just("done")).then(Mono.never()));
                EngineSocket client = early(server,
                        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12000\r\n\r\n" + "y".repeat(6_000))) {
            client.untilText("done");
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            assertThat(client.sessions).as("no ticket for a client that has not proved to be there").isEmpty();
            client.flush();

            client.until(() -> client.sessions.size() == 2);
        }
    }
}
