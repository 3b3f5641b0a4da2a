package dev.postern.gateway.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// The last piece of what stands before a client plays the reset.
@Timeout(60)
class WaitingResetTest {
    /// What the kernel is asked to hold at either end.
    private static final int SHALLOW = 16 * 1024;
    private static final int PIECE = 16 * 1024;
    private static final int PIECES = 128;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private Socket client;
    private Channel carrier;
    private ChannelFuture told;

    @BeforeEach
    void connect() throws Exception {
        Channel server = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.SO_SNDBUF, SHALLOW).childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
                        accepted.add(channel);
                    }
                }).bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        client = new Socket();
        client.setReceiveBufferSize(SHALLOW);
        client.connect(server.localAddress());
        carrier = accepted.take();
        onLoop(() -> {
            for (int piece = 1; piece < PIECES; piece++) {
                carrier.write(piece());
            }
            told = carrier.writeAndFlush(piece());
            return told;
        });
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        loops.shutdownGracefully(100, 60_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    @Test
    void aConnectionThatTakesNothingIsClosedThoughMoreIsWritten() throws Exception {
        long start = System.nanoTime();
        follow();
        onLoop(() -> carrier.writeAndFlush(piece()));
        carrier.closeFuture().sync();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(PATIENCE);
        assertThat(told.isSuccess()).isFalse();
    }

    /// What it takes is written again behind the reset, so that as much waits at every look.
    @Test
    void aConnectionThatTakesSomethingStaysThoughAsMuchIsWritten() throws Exception {
        follow();
        for (int quarter = 0; quarter < 4 * 4; quarter++) {
            takeSomethingThatIsMadeUpFor();
            Thread.sleep(PATIENCE.dividedBy(4));
        }
        assertThat(onLoop(carrier::isActive)).isTrue();
        assertThat(told.isDone()).as("the reset still waits").isFalse();
    }

    @Test
    void aConnectionWhoseResetHasLeftIsFollowedNoMore() throws Exception {
        follow();
        client.getInputStream().readNBytes(PIECES * PIECE);
        told.sync();
        onLoop(() -> {
            for (int piece = 0; piece < PIECES; piece++) {
                carrier.write(piece());
            }
            return carrier.writeAndFlush(piece());
        });
        assertThat(carrier.closeFuture().await(PATIENCE.multipliedBy(2).toMillis())).isFalse();
    }

    private void follow() throws Exception {
        onLoop(() -> {
            WaitingReset.follow(carrier, told, PATIENCE);
            return told;
        });
    }

    private void takeSomethingThatIsMadeUpFor() throws Exception {
        InputStream from = client.getInputStream();
        long before = unsent();
        while (unsent() == before) {
            assertThat(from.readNBytes(512)).as("the connection is still there").isNotEmpty();
        }
        while (unsent() < before) {
            onLoop(() -> carrier.writeAndFlush(piece()));
        }
    }

    private long unsent() throws Exception {
        return onLoop(() -> UnsentBytes.of(carrier));
    }

    private <T> T onLoop(Callable<T> work) throws Exception {
        return carrier.eventLoop().submit(work).get();
    }

    private static io.netty.buffer.ByteBuf piece() {
        return Unpooled.wrappedBuffer(new byte[PIECE]);
    }
}
