package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.socket.EngineSocket;
import io.netty.channel.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static dev.postern.tls.netty.HandlerServer.onLoop;
import static dev.postern.tls.netty.HandlerServer.until;
import static org.assertj.core.api.Assertions.assertThat;

/// Somebody sends a ClientHello and then whatever the wire takes, while whoever has to answer for the policy thinks.
@Timeout(120)
class PausedReadsTest {
    /// What one read of a socket brings at most.
    private static final int ONE_READ = 64 * 1024;
    private static final byte[] PIECE = new byte[64 * 1024];
    /// Far more than a connection's buffers in the kernel.
    private static final int PIECES = 1024;

    private final SecureRandom random = new SecureRandom();
    private final EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(), random::nextBytes,
            System::currentTimeMillis, Limits.DEFAULT);
    private final CompletableFuture<TlsPolicy> answer = new CompletableFuture<>();
    private final CountDownLatch asked = new CountDownLatch(1);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noMoreIsKeptThanAHelloAndItsEarlyDataNeed(boolean automatically) throws Exception {
        try (HandlerServer server = server(automatically); EngineSocket client = client(server.port())) {
            client.start("");
            Thread.ofVirtual().start(() -> flood(client));
            TlsHandler handler = server.accepted();
            asked.await();
            until(handler, () -> handler.connected().ciphertext().length() > PausedReads.MOST_BYTES);
            // Whatever was on the way has been read before what the loop does next.
            assertThat(onLoop(handler, () -> handler.connected().context().channel().config().isAutoRead())).isFalse();
            assertThat(onLoop(handler, () -> handler.connected().ciphertext().length()))
                    .isLessThanOrEqualTo(PausedReads.MOST_BYTES + ONE_READ);
            answer.complete(TestServer.policy(environment));
            client.untilClosed();
            assertThat(onLoop(handler, () -> handler.connected().ciphertext().length())).isZero();
        }
    }

    @Test
    void aConnectionThatWaitedGoesOn() throws Exception {
        PausedReads reads = new PausedReads();
        try (HandlerServer server = server(true); EngineSocket client = client(server.port())) {
            client.start("");
            TlsHandler handler = server.accepted();
            asked.await();
            Channel channel = handler.connected().context().channel();
            assertThat(reads.mustWait(true, PausedReads.MOST_BYTES, channel.config())).isFalse();
            assertThat(channel.config().isAutoRead()).isTrue();
            assertThat(reads.mustWait(true, PausedReads.MOST_BYTES + 1, channel.config())).isTrue();
            assertThat(channel.config().isAutoRead()).isFalse();
            assertThat(reads.goOn(channel.config())).as("it reads by itself again").isFalse();
            assertThat(channel.config().isAutoRead()).isTrue();
            assertThat(reads.goOn(channel.config())).as("and once").isFalse();
        }
    }

    private HandlerServer server(boolean automatically) throws InterruptedException {
        TlsServerContext context = new TlsServerContext(environment, _ -> {
            asked.countDown();
            return answer;
        }, TlsObserver.NONE, List.of("http/1.1"));
        return new HandlerServer(context, channel -> channel.config().setAutoRead(automatically));
    }

    private EngineSocket client(int port) throws IOException {
        return new EngineSocket(environment, port,
                TlsClientConfig.to("localhost").applicationProtocols("http/1.1").build());
    }

    private static void flood(EngineSocket client) {
        try {
            for (int piece = 0; piece < PIECES; piece++) {
                client.raw(PIECE);
            }
        } catch (IOException over) {
            // It was sent away, as it should be.
        }
    }
}
