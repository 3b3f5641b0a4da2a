package dev.postern.tls.netty;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/// 0-RTT through a whole Reactor Netty pipeline. The client is our engine on a blocking socket, so that a test can keep its Finished back.
@Timeout(30)
class EarlyDataTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Test
    @EarlyDataRule("5.5")
    void answersAnEarlyRequestBeforeFinishedWhenTheHandlerActsAtOnce() throws Exception {
        try (TestServer server = new TestServer(new TestServer.Settings(),
                (_, response) -> Mono.deferContextual(context -> response
                        .sendString(Mono.just(describe(context.get(TlsSession.class)))).then()))) {
            ClientSession ticket = ticketFrom(server);
            try (EngineSocket client = new EngineSocket(server.environment, server.port(), early(ticket))) {
                client.start(GET);

                assertThat(client.untilText("early=")).contains("early=true phase=EARLY");
                assertThat(client.engine().stage()).isEqualTo(Stage.CONNECTED);
                client.flush();
                client.send(GET);
                client.until(() -> client.text().contains("early=false"));
                assertThat(client.text()).contains("early=false phase=CONFIRMED");
            }
            HandshakeReport second = server.reports.poll(5, TimeUnit.SECONDS);
            assertThat(second).isNotNull();
            assertThat(second.earlyData()).isEqualTo(EarlyDataReason.ACCEPTED);
            assertThat(second.succeeded()).isTrue();
        }
    }

    @Test
    @EarlyDataRule("3.4")
    void announcesCompletionOnlyAfterFinishedWhenNoEarlyDataCame() throws Exception {
        CompletableFuture<Boolean> served = new CompletableFuture<>();
        try (TestServer server = new TestServer(new TestServer.Settings(), (_, response) -> {
            served.complete(true);
            return response.sendString(Mono.just("done"));
        })) {
            ClientSession ticket = ticketFrom(server);
            served.obtrudeValue(null);
            TlsClientConfig resumed = TlsClientConfig.to("localhost").applicationProtocols("http/1.1")
                    .sessions(List.of(ticket))
                    .build();
            try (EngineSocket client = new EngineSocket(server.environment, server.port(), resumed)) {
                client.start("");
                client.until(() -> client.engine().stage() == Stage.CONNECTED);
                byte[] finished = client.heldBack();

                assertThat(server.reports).as("no handshake has ended without the client's Finished").isEmpty();
                client.raw(finished);
                client.send(GET);
                client.untilText("done");
            }
        }
    }

    @Test
    @EarlyDataRule({"1.8", "5.4"})
    void theServersWholeFlightLeavesInOneFlushAndWaitsForNoEndOfEarlyData() throws Exception {
        AtomicInteger flushes = new AtomicInteger();
        try (TestServer server = new TestServer(new TestServer.Settings().server(http -> http.doOnChannelInit(
                (_, channel, _) -> channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                    private boolean written;

                    @Override
                    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
                            throws Exception {
                        written |= ((ByteBuf) message).isReadable();
                        super.write(context, message, promise);
                    }

                    @Override
                    public void flush(ChannelHandlerContext context) throws Exception {
                        flushes.addAndGet(written ? 1 : 0);
                        written = false;
                        super.flush(context);
                    }
                }))), (_, _) -> Mono.never())) {
            ClientSession ticket = ticketFrom(server);
            flushes.set(0);
            try (EngineSocket client = new EngineSocket(server.environment, server.port(), early(ticket))) {
                client.start(GET);
                client.until(() -> client.engine().stage() == Stage.CONNECTED);
                assertThat(flushes).hasValue(1);
            }
        }
    }

    @Test
    @EarlyDataRule("3.10")
    void aHandlerThatWaitsForConfirmationBeforeItsBodyDoesNotHang() throws Exception {
        try (TestServer server = new TestServer(new TestServer.Settings(),
                (request, response) -> Mono.deferContextual(context -> context.get(TlsSession.class).confirmed()
                        .then(request.receive().aggregate().asString())
                        .flatMap(body -> response.sendString(Mono.just("got " + body)).then())))) {
            ClientSession ticket = ticketFrom(server,
                    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx");
            try (EngineSocket client = new EngineSocket(server.environment, server.port(), early(ticket))) {
                client.start("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nhello");
                client.until(() -> client.engine().stage() == Stage.CONNECTED);
                assertThat(client.text()).as("nothing is answered before Finished").isEmpty();
                client.flush();
                client.send(" world");

                assertThat(client.untilText("got ")).contains("got hello world");
            }
        }
    }

    @Test
    @EarlyDataRule("2.7")
    void refusesTheSameFlightTheSecondTimeAndServesTheConnectionAfterAFullHandshakeAllTheSame() throws Exception {
        try (TestServer server = echoing()) {
            ClientSession ticket = ticketFrom(server);
            byte[] flight;
            try (EngineSocket client = new EngineSocket(server.environment, server.port(), early(ticket))) {
                flight = client.start(GET);
                client.untilText("done");
                client.flush();
                client.send(GET);
                client.until(() -> client.text().indexOf("done") != client.text().lastIndexOf("done"));
            }
            assertThat(server.reports.poll(5, TimeUnit.SECONDS)).as("the first flight was accepted")
                    .matches(report -> report.earlyData() == EarlyDataReason.ACCEPTED);
            try (EngineSocket replay = new EngineSocket(server.environment, server.port(), early(ticket))) {
                replay.raw(flight);
                // The attacker cannot answer; the server waits for a Finished that never comes. Whoever leaves with an answer unread
                // resets the connection, and a reset overtakes the flight: so the answer is read first.
                replay.untilAnswered();
            }
            HandshakeReport report = server.reports.poll(10, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(report.succeeded()).isFalse();
            assertThat(report.earlyData()).isEqualTo(EarlyDataReason.REPLAY);
        }
    }

    @Test
    @EarlyDataRule("5.5")
    void aBadFinishedAfterEarlyDispatchCancelsTheExchange() throws Exception {
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        CompletableFuture<String> unconfirmed = new CompletableFuture<>();
        try (TestServer server = new TestServer(new TestServer.Settings(), (request, response) -> {
            if (request.uri().startsWith("/early")) {
                return Mono.deferContextual(context -> {
                    context.get(TlsSession.class).confirmed().subscribe(null,
                            error -> unconfirmed.complete(error.getClass().getSimpleName()));
                    return Mono.<Void>never().doOnCancel(() -> cancelled.complete("cancelled"));
                });
            }
            return response.sendString(Mono.just("done"));
        })) {
            ClientSession ticket = ticketFrom(server);
            try (EngineSocket client = new EngineSocket(server.environment, server.port(), early(ticket))) {
                client.start("GET /early HTTP/1.1\r\nHost: localhost\r\n\r\n");
                client.until(() -> client.engine().stage() == Stage.CONNECTED);
                byte[] finished = client.heldBack();
                finished[finished.length - 1] ^= 1;
                client.raw(finished);
                client.untilClosed();

                assertThat(unconfirmed.get(5, TimeUnit.SECONDS)).isEqualTo("SSLHandshakeException");
                assertThat(cancelled.get(5, TimeUnit.SECONDS)).isEqualTo("cancelled");
            }
        }
    }

    /// A server may take up a request only then, because it waited behind another one.
    @Test
    void whatIsTakenUpAfterABadFinishedCameEarlyAllTheSame() throws Exception {
        CompletableFuture<Channel> channel = new CompletableFuture<>();
        CompletableFuture<TlsSession> after = new CompletableFuture<>();
        try (TestServer server = new TestServer(new TestServer.Settings(), (request, response) -> {
            if (request.uri().startsWith("/early")) {
                return Mono.deferContextual(context -> {
                    request.withConnection(connection -> channel.complete(connection.channel()));
                    context.get(TlsSession.class).confirmed().subscribe(null,
                            _ -> after.complete(TlsSession.arriving(channel.join()).orElseThrow()));
                    return Mono.<Void>never();
                });
            }
            return response.sendString(Mono.just("done"));
        })) {
            ClientSession ticket = ticketFrom(server);
            try (EngineSocket client = new EngineSocket(server.environment, server.port(), early(ticket))) {
                client.start("GET /early HTTP/1.1\r\nHost: localhost\r\n\r\n");
                client.until(() -> client.engine().stage() == Stage.CONNECTED);
                byte[] finished = client.heldBack();
                finished[finished.length - 1] ^= 1;
                client.raw(finished);

                assertThat(describe(after.get(10, TimeUnit.SECONDS))).isEqualTo("early=true phase=FAILED");
            }
        }
    }

    @Test
    @EarlyDataRule("3.9")
    void aClientThatNeverFinishesMeetsTheConfirmationDeadline() throws Exception {
        Limits limits = new Limits(16 * 1024, 16 * 1024, 64 * 1024, 10, 16, 8, 64, 32, 32, 4, 16 * 1024, 64 * 1024,
                32 * 1024,
                1L << 24,
                Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(300));
        try (TestServer server = new TestServer(new TestServer.Settings().limits(limits),
                (_, response) -> response.sendString(Mono.just("done")))) {
            ClientSession ticket = ticketFrom(server);
            try (EngineSocket client = new EngineSocket(server.environment, server.port(), early(ticket))) {
                client.start(GET);
                client.untilClosed();
            }
            HandshakeReport report = server.reports.poll(5, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(report.failure()).isNotNull();
            assertThat(report.failure().getMessage()).contains("no Finished within 300 ms");
        }
    }

    @Test
    void aJudgeThatOverrunsItsBudgetCostsTheClientItsEarlyDataAndNothingElse() throws Exception {
        TestServer.Settings settings = new TestServer.Settings()
                .policy(policy -> new TlsPolicy(policy.name(), policy.config(), policy.tickets(),
                        _ -> new CompletableFuture<>(), Duration.ofMillis(20), policy.clients()));
        try (TestServer server = new TestServer(settings, (_, response) -> response.sendString(Mono.just("done")))) {
            ClientSession ticket = ticketFrom(server);
            try (EngineSocket client = new EngineSocket(server.environment, server.port(), early(ticket))) {
                client.start(GET);
                client.until(() -> client.engine().stage() == Stage.CONNECTED);
                client.flush();
                assertThat(client.text()).as("the early request was not served").isEmpty();
                client.send(GET);
                client.untilText("done");
            }
            HandshakeReport report = server.reports.poll(5, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(report.earlyData()).isEqualTo(EarlyDataReason.REPLAY_STORE_TIMEOUT);
        }
    }

    /// RFC 9846 4.3.11: a wrong binder ends the handshake before anything is decided about early data.
    @Test
    void whatAWrongBinderBroughtCountsAsEarlyDataThatWasRefused() throws Exception {
        try (TestServer server = echoing()) {
            ClientSession ticket = ticketFrom(server);
            ClientSession stolen = new ClientSession(ticket.ticket(), Secret.wrap(new byte[32]), ticket.cipherSuite(),
                    ticket.receivedAtMillis(), ticket.lifetimeSeconds(), ticket.ageAdd(), ticket.maxEarlyDataBytes(),
                    ticket.serverName(), ticket.applicationProtocol(), ticket.peerIdentity(), ticket.peerStaples(),
                    ticket.ownIdentities());
            try (EngineSocket client = new EngineSocket(server.environment, server.port(), early(stolen))) {
                client.start(GET);
                client.untilClosed();
            }
            HandshakeReport report = server.reports.poll(10, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(report.succeeded()).isFalse();
            assertThat(report.earlyData()).isEqualTo(EarlyDataReason.SESSION_NOT_RESUMED);
        }
    }

    private static TestServer echoing() {
        return new TestServer(new TestServer.Settings(), (_, response) -> response.sendString(Mono.just("done")));
    }

    private static String describe(TlsSession session) {
        return "early=" + session.wasEarly() + " phase=" + session.phase();
    }

    private static TlsClientConfig early(ClientSession ticket) {
        return TlsClientConfig.to("localhost").applicationProtocols("http/1.1").sessions(List.of(ticket))
                .earlyData(true).build();
    }

    static ClientSession ticketFrom(TestServer server) throws Exception {
        return ticketFrom(server, GET);
    }

    private static ClientSession ticketFrom(TestServer server, String request) throws Exception {
        TlsClientConfig config = TlsClientConfig.to("localhost").applicationProtocols("http/1.1").build();
        try (EngineSocket client = new EngineSocket(server.environment, server.port(), config)) {
            client.handshake().send(request);
            client.until(() -> !client.sessions.isEmpty());
            assertThat(server.reports.poll(5, TimeUnit.SECONDS)).as("the report of this very handshake").isNotNull();
            return client.sessions.getFirst();
        }
    }
}
