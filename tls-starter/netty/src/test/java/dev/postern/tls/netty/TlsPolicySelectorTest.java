package dev.postern.tls.netty;

import dev.postern.tls.ClientHelloView;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import static org.assertj.core.api.Assertions.assertThat;

/// The configuration is an answer to the ClientHello, given when it is there, by whoever knows it.
@Timeout(120)
class TlsPolicySelectorTest {
    private static final long PATIENCE_SECONDS = 60;
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();

    /// What a selector was asked, and where its answer goes.
    private record Question(ClientHelloView hello, HandshakeContext connection, CompletableFuture<TlsPolicy> answer) {}

    private final class Asking implements TlsPolicySelector {
        @Override
        public CompletionStage<TlsPolicy> select(ClientHelloView hello) {
            throw new AssertionError("the one with the connection is called");
        }

        @Override
        public CompletionStage<TlsPolicy> select(ClientHelloView hello, HandshakeContext connection) {
            Question question = new Question(hello, connection, new CompletableFuture<>());
            questions.add(question);
            return question.answer();
        }
    }

    private TestServer server(TestServer.Settings settings) {
        settings.selector = settings.selector == null ? new Asking() : settings.selector;
        return new TestServer(settings, (_, response) -> response.sendString(Mono.just("done")));
    }

    private Question asked() throws InterruptedException {
        Question question = questions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(question).isNotNull();
        return question;
    }

    private static EngineSocket client(TestServer server) throws IOException {
        return new EngineSocket(server.environment, server.port(),
                TlsClientConfig.to("localhost").applicationProtocols("http/1.1").build());
    }

    private static void assertServes(EngineSocket client) throws IOException {
        client.until(() -> client.engine().stage() == Stage.CONNECTED);
        client.flush();
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(client.untilClosed()).endsWith("done");
    }

    private static AlertDescription alert(EngineSocket client) throws IOException {
        client.untilClosed();
        return client.events.stream().filter(TlsEvent.Failed.class::isInstance)
                .map(event -> ((TlsEvent.Failed) event).alert().description()).findFirst().orElseThrow();
    }

    private static HandshakeReport report(TestServer server) throws InterruptedException {
        HandshakeReport report = server.reports.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(report).isNotNull();
        return report;
    }

    @Test
    void showsWhatGosClientHelloInfoShows() throws Exception {
        try (TestServer server = server(new TestServer.Settings())) {
            Process openssl = new ProcessBuilder("openssl", "s_client", "-connect", "127.0.0.1:" + server.port(),
                    "-servername", "Go.Example", "-alpn", "h2,http/1.1", "-ciphersuites",
                    "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256",
                    "-groups", "P-384:X25519", "-sigalgs", "ECDSA+SHA384:RSA-PSS+SHA256").start();
            try {
                Question question = asked();
                ClientHelloView hello = question.hello();
                assertThat(hello.cipherSuites()).startsWith(CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                        CipherSuite.TLS_AES_128_GCM_SHA256).contains(new CipherSuite(0xC02B));
                assertThat(hello.serverName()).isEqualTo("go.example");
                assertThat(hello.groups()).containsExactly(NamedGroup.SECP384R1, NamedGroup.X25519);
                assertThat(hello.pointFormats()).contains(0);
                assertThat(hello.signatureSchemes()).containsExactly(SignatureScheme.ECDSA_SECP384R1_SHA384,
                        SignatureScheme.RSA_PSS_RSAE_SHA256);
                assertThat(hello.applicationProtocols()).containsExactly("h2", "http/1.1");
                assertThat(hello.versions()).startsWith(0x0304, 0x0303);
                assertThat(hello.legacyVersion()).isEqualTo(0x0303);
                assertThat(hello.extensions()).contains(ExtensionType.SERVER_NAME, ExtensionType.EC_POINT_FORMATS,
                        ExtensionType.KEY_SHARE);
                assertThat(((InetSocketAddress) question.connection().localAddress()).getPort())
                        .isEqualTo(server.port());
                assertThat(((InetSocketAddress) question.connection().remoteAddress()).getAddress().getHostAddress())
                        .isEqualTo("127.0.0.1");
                assertThat(question.connection().ended().toCompletableFuture()).isNotDone();
            } finally {
                openssl.destroy();
            }
        }
    }

    @Test
    void aSlowAnswerHoldsUpNobodyElse() throws Exception {
        LoopResources oneLoop = LoopResources.create("one", 1, true);
        TestServer.Settings settings = new TestServer.Settings().server(http -> http.runOn(oneLoop));
        try (TestServer server = server(settings);
                EngineSocket slow = client(server);
                EngineSocket quick = client(server)) {
            slow.start("");
            Question slows = asked();
            quick.start("");
            asked().answer().complete(server.policy);
            assertServes(quick);
            slows.answer().complete(server.policy);
            assertServes(slow);
        } finally {
            oneLoop.dispose();
        }
    }

    @Test
    void aRefusalEndsInItsOwnAlert() throws Exception {
        try (TestServer server = server(new TestServer.Settings()); EngineSocket client = client(server)) {
            client.start("");
            Question question = asked();
            question.answer().completeExceptionally(
                    new TlsAlert(AlertDescription.UNRECOGNIZED_NAME, Fault.PEER_INCOMPATIBLE, "nobody of that name"));
            assertThat(alert(client)).isEqualTo(AlertDescription.UNRECOGNIZED_NAME);
            question.connection().ended().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// Ways to give no answer.
    enum Breakdown {
        FAILS((_, _) -> CompletableFuture.failedFuture(new IllegalStateException("the database is gone"))),
        THROWS((_, _) -> {
            throw new IllegalStateException("the database is gone");
        }),
        @SuppressWarnings("NullAway") // what code without our checks may do
        PROMISES_NOTHING((_, _) -> null),
        @SuppressWarnings("NullAway") ANSWERS_NOTHING((_, _) -> CompletableFuture.completedFuture(null));

        @SuppressWarnings("ImmutableEnumChecker")
        private final BiFunction<ClientHelloView, HandshakeContext, CompletionStage<TlsPolicy>> select;

        Breakdown(BiFunction<ClientHelloView, HandshakeContext, CompletionStage<TlsPolicy>> select) {
            this.select = select;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBreakdownEndsInInternalErrorAndIsOurs(Breakdown breakdown) throws Exception {
        TestServer.Settings settings = new TestServer.Settings();
        settings.selector = hello -> breakdown.select.apply(hello,
                new HandshakeContext(new InetSocketAddress(0), new InetSocketAddress(0), new CompletableFuture<>()));
        try (TestServer server = server(settings); EngineSocket client = client(server)) {
            client.start("");
            assertThat(alert(client)).isEqualTo(AlertDescription.INTERNAL_ERROR);
            assertThat(report(server)).extracting(report -> report.failure().fault()).isEqualTo(Fault.OUR_MISUSE);
        }
    }

    @Test
    void anAnswerThatNeverComesMeetsTheHandshakesDeadlineAndOneThatComesLateChangesNothing() throws Exception {
        Limits limits = new Limits(16 * 1024, 16 * 1024, 64 * 1024, 10, 16, 8, 64, 32, 32, 4, 16 * 1024, 64 * 1024,
                32 * 1024, 1L << 24, Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(10));
        try (TestServer server = server(new TestServer.Settings().limits(limits));
                EngineSocket client = client(server)) {
            client.start("");
            Question question = asked();
            assertThat(alert(client)).isEqualTo(AlertDescription.GENERAL_ERROR);
            HandshakeReport report = report(server);
            assertThat(report.reason()).as("the client said its hello in time").isEqualTo("handshakeDeadline");
            question.connection().ended().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            question.answer().complete(server.policy);
            assertThat(server.reports.poll(200, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void aClientThatLeavesEndsTheQuestion() throws Exception {
        try (TestServer server = server(new TestServer.Settings())) {
            Question question;
            try (EngineSocket client = client(server)) {
                client.start("");
                question = asked();
                assertThat(question.connection().ended().toCompletableFuture()).isNotDone();
            }
            question.connection().ended().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// The read that finds the reset fails while the channel is still open.
    @Test
    void aClientThatResetsEndsTheQuestionAndIsReported() throws Exception {
        try (TestServer server = server(new TestServer.Settings()); EngineSocket client = client(server)) {
            client.start("");
            Question question = asked();
            client.reset();
            question.connection().ended().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(report(server)).satisfies(report -> {
                assertThat(report.failure()).isNotNull().hasMessageContaining("before the handshake was complete");
                assertThat(report.phase()).isEqualTo("clientHello");
                assertThat(report.hello()).isNotNull();
            });
        }
    }

    @Test
    void theQuestionEndsWithTheHandshakeThatItWasFor() throws Exception {
        try (TestServer server = server(new TestServer.Settings()); EngineSocket client = client(server)) {
            client.start("");
            Question question = asked();
            question.answer().complete(server.policy);
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            assertThat(question.connection().ended().toCompletableFuture()).isNotDone();
            client.flush();
            question.connection().ended().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// Early data that waits behind a slow question is neither lost nor refused.
    @Test
    void earlyDataWaitsForTheAnswerToo() throws Exception {
        try (TestServer server = server(new TestServer.Settings())) {
            TlsClientConfig.Builder config = TlsClientConfig.to("localhost").applicationProtocols("http/1.1");
            try (EngineSocket first = new EngineSocket(server.environment, server.port(), config.build())) {
                first.start("");
                asked().answer().complete(server.policy);
                first.until(() -> first.engine().stage() == Stage.CONNECTED).flush();
                first.until(() -> !first.sessions.isEmpty());
                config.sessions(List.of(first.sessions.getFirst())).earlyData(true);
            }
            report(server);
            try (EngineSocket early = new EngineSocket(server.environment, server.port(), config.build())) {
                early.start("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                Question question = asked();
                assertThat(question.hello().earlyDataOffered()).isTrue();
                assertThat(question.hello().pskIdentities()).isEqualTo(1);
                CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)
                        .execute(() -> question.answer().complete(server.policy));
                assertThat(early.untilText("done")).startsWith("HTTP/1.1 200");
                assertThat(early.flush()).isNotEmpty();
                assertThat(report(server).earlyData()).isEqualTo(EarlyDataReason.ACCEPTED);
            }
        }
    }

    @Test
    void aJudgeThatThrowsRefusesEarlyDataAndNotTheConnection() throws Exception {
        TestServer.Settings settings = new TestServer.Settings().policy(policy -> new TlsPolicy(policy.name(),
                policy.config(), policy.tickets(), _ -> {
                    throw new IllegalStateException("the store is gone");
                }, policy.judgeBudget(), policy.clients()));
        try (TestServer server = server(settings)) {
            TlsClientConfig.Builder config = TlsClientConfig.to("localhost").applicationProtocols("http/1.1");
            try (EngineSocket first = new EngineSocket(server.environment, server.port(), config.build())) {
                first.start("");
                asked().answer().complete(server.policy);
                first.until(() -> first.engine().stage() == Stage.CONNECTED).flush();
                first.until(() -> !first.sessions.isEmpty());
                config.sessions(List.of(first.sessions.getFirst())).earlyData(true);
            }
            report(server);
            try (EngineSocket early = new EngineSocket(server.environment, server.port(), config.build())) {
                early.start("GET /early HTTP/1.1\r\nHost: localhost\r\n\r\n");
                asked().answer().complete(server.policy);
                assertServes(early);
                HandshakeReport report = report(server);
                assertThat(report.earlyData()).isEqualTo(EarlyDataReason.REPLAY_STORE_UNAVAILABLE);
                assertThat(report.succeeded()).isTrue();
            }
        }
    }
}
