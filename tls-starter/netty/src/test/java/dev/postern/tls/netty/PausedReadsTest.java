package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.socket.EngineSocket;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

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
    private final BlockingQueue<TlsHandler> handlers = new LinkedBlockingQueue<>();
    private final List<TlsHandler> served = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noMoreIsKeptThanAHelloAndItsEarlyDataNeed(boolean automatically) throws Exception {
        serve(automatically, port -> {
            try (EngineSocket client = client(port)) {
                client.start("");
                Thread.ofVirtual().start(() -> flood(client));
                TlsHandler handler = handlers.take();
                asked.await();
                while (onLoop(handler, () -> handler.connected().ciphertext().length()) <= PausedReads.MOST_BYTES) {
                    Thread.onSpinWait();
                }
                // Whatever was on the way has been read before what the loop does next.
                assertThat(onLoop(handler, () -> handler.connected().context().channel().config().isAutoRead()))
                        .isFalse();
                assertThat(onLoop(handler, () -> handler.connected().ciphertext().length()))
                        .isLessThanOrEqualTo(PausedReads.MOST_BYTES + ONE_READ);
                answer.complete(TestServer.policy(environment));
                client.untilClosed();
                assertThat(onLoop(handler, () -> handler.connected().ciphertext().length())).isZero();
            }
        });
    }

    @Test
    void aConnectionThatWaitedGoesOn() throws Exception {
        PausedReads reads = new PausedReads();
        serve(true, port -> {
            try (EngineSocket client = client(port)) {
                client.start("");
                TlsHandler handler = handlers.take();
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
        });
    }

    private interface Visit {
        void to(int port) throws Exception;
    }

    private void serve(boolean automatically, Visit visit) throws Exception {
        TlsServerContext context = new TlsServerContext(environment, _ -> {
            asked.countDown();
            return answer;
        }, TlsObserver.NONE, List.of("http/1.1"));
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel server = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.config().setAutoRead(automatically);
                            TlsHandler handler = context.newHandler();
                            channel.pipeline().addLast(handler);
                            served.add(handler);
                            handlers.add(handler);
                            channel.read();
                        }
                    }).bind("127.0.0.1", 0).sync().channel();
            visit.to(((InetSocketAddress) server.localAddress()).getPort());
            for (TlsHandler handler : served) {
                seenOff(handler);
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    /// Waits until the handler knows that its connection is closed. A loop that is told to end while it runs a task ends without a last look at
    /// its channels, which keep their buffers then.
    private static void seenOff(TlsHandler handler) throws Exception {
        while (!onLoop(handler, handler::isInactive)) {
            Thread.onSpinWait();
        }
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

    private static <T> T onLoop(TlsHandler handler, java.util.concurrent.Callable<T> look) throws Exception {
        return handler.connected().context().executor().submit(look).get();
    }
}
