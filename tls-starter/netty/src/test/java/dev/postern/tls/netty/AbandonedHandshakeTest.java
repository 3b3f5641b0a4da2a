package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import static org.assertj.core.api.Assertions.assertThat;

/// Handshakes that nobody finishes: each is reported once, whoever gave it up, and whoever works for one hears that it is over.
class AbandonedHandshakeTest {
    private final SecureRandom random = new SecureRandom();
    private final EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(), random::nextBytes,
            System::currentTimeMillis, Limits.DEFAULT);
    private final TlsPolicy policy = TestServer.policy(environment);
    private final CompletableFuture<TlsPolicy> answer = new CompletableFuture<>();
    private final List<HandshakeReport> reports = new ArrayList<>();
    private final List<Object> told = new ArrayList<>();
    private final List<HandshakeContext> asked = new ArrayList<>();
    private final EmbeddedChannel server = new EmbeddedChannel();
    private final EmbeddedClient client = new EmbeddedClient(environment,
            TlsClientConfig.to("localhost").applicationProtocols("http/1.1").build()).to(server);

    private final class Asking implements TlsPolicySelector {
        @Override
        public CompletionStage<TlsPolicy> select(dev.postern.tls.ClientHelloView hello) {
            throw new AssertionError("the one with the connection is called");
        }

        @Override
        public CompletionStage<TlsPolicy> select(dev.postern.tls.ClientHelloView hello, HandshakeContext connection) {
            asked.add(connection);
            return answer;
        }
    }

    /// What a handler behind TLS is told.
    private final class Behind extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            told.add(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.add(cause);
        }
    }

    AbandonedHandshakeTest() {
        server.pipeline().addLast(
                new TlsServerHandler(
                        new TlsServerContext(environment, new Asking(), reports::add, List.of("http/1.1"))),
                new Behind());
    }

    @AfterEach
    void releaseWhatNobodyRead() {
        server.finishAndReleaseAll();
    }

    private void sayHello() {
        client.start("");
        client.deliver();
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().ended().toCompletableFuture()).isNotDone();
        assertThat(reports).isEmpty();
    }

    private void shakeHands() {
        answer.complete(policy);
        client.handshake();
        assertThat(reports).singleElement().matches(HandshakeReport::succeeded);
    }

    private void assertReported(Fault fault, AlertDescription alert, String phase) {
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.failure()).isNotNull();
            assertThat(report.failure().fault()).isEqualTo(fault);
            assertThat(report.failure().description()).isEqualTo(alert);
            assertThat(report.phase()).isEqualTo(phase);
            assertThat(report.hello()).isNotNull();
        });
        assertThat(asked.getFirst().ended().toCompletableFuture()).isCompleted();
    }

    @Test
    void oneThatIsClosedHereIsReported() {
        sayHello();
        server.close();
        assertReported(Fault.CANCELED, AlertDescription.USER_CANCELED, "clientHello");
    }

    @Test
    void oneThatIsClosedHereBehindOurFlightIsReportedAsWhatItWaitedFor() {
        answer.complete(policy);
        client.start("");
        client.deliver();
        server.close();
        assertReported(Fault.CANCELED, AlertDescription.USER_CANCELED, "finished");
    }

    @Test
    void oneWhoseHandlerIsTakenOutIsReported() {
        sayHello();
        server.pipeline().remove(TlsServerHandler.class);
        assertReported(Fault.CANCELED, AlertDescription.USER_CANCELED, "clientHello");
    }

    @Test
    void oneWhoseClientResetsIsReportedAndNoErrorOfTheHandlersBehind() {
        sayHello();
        server.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        server.runPendingTasks();
        assertReported(Fault.PEER_MISBEHAVED, AlertDescription.GENERAL_ERROR, "clientHello");
        assertThat(server.isOpen()).isFalse();
        assertThat(told).filteredOn(Throwable.class::isInstance).isEmpty();
        assertThat(told).filteredOn(SslHandshakeCompletionEvent.class::isInstance).singleElement()
                .matches(event -> !((SslHandshakeCompletionEvent) event).isSuccess());
    }

    @Test
    void aConnectionThatSaidNothingIsNoHandshakeThatFailed() {
        server.pipeline().fireChannelInactive();
        server.close();
        assertThat(reports).isEmpty();
    }

    @Test
    void aConnectionThatSaidNothingAndIsClosedHereIsNoHandshakeThatFailed() {
        server.close();
        assertThat(reports).isEmpty();
    }

    @Test
    void oneThatBeganToSpeakIs() {
        server.writeInbound(Unpooled.wrappedBuffer(new byte[]{22}));
        server.pipeline().fireChannelInactive();
        assertThat(reports).singleElement().extracting(HandshakeReport::phase).isEqualTo("clientHello");
    }

    @Test
    void aConnectionThatIsClosedBehindItsHandshakeIsReportedOnce() {
        shakeHands();
        server.close();
        assertThat(reports).singleElement().matches(HandshakeReport::succeeded);
    }

    @Test
    void aResetBehindTheHandshakeIsForTheHandlersBehind() {
        shakeHands();
        IOException reset = new IOException("Connection reset by peer");
        server.pipeline().fireExceptionCaught(reset);
        assertThat(told).contains(reset);
        assertThat(server.isOpen()).isTrue();
    }
}
