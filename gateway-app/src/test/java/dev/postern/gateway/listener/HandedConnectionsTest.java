package dev.postern.gateway.listener;

import dev.postern.gateway.descriptor.HandoverOutcome;
import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.proxy.PlainGateway;
import dev.postern.gateway.proxy.ProxyContext;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.stats.GatewayMetrics;
import dev.postern.gateway.upstream.UpstreamClient;
import dev.postern.tls.spring.actuate.TlsMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// Whoever is told that a connection is taken has a place for it.
@Timeout(120)
class HandedConnectionsTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final OpenConnections open = new OpenConnections(1);
    private final EventLoop loop = group.next();
    private HandedConnections handed;
    private ServerSocketChannel server;
    private SocketChannel client;

    @BeforeEach
    void make() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ListenerSettings settings = ListenerSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ProxyContext proxy = new ProxyContext(new SnapshotHolder(), new UpstreamClient(PlainGateway.LOOPS),
                new GatewayMetrics(registry, new TlsMetrics(registry)), settings.maxBodyBytes(),
                settings.earlyDataBytes(), EarlyDataGate.open());
        handed = new HandedConnections(SslContextBuilder.forClient().build(),
                new ClientPipeline(proxy, settings, open, new Crowding()), open, WriteBufferWaterMark.DEFAULT);
    }

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        server.close();
        // Without a quiet period a loop that is told while it runs a task ends without closing its channels.
        group.shutdownGracefully(100, 60_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    /// A connection of a client that is here too.
    private Channel accepted() throws IOException {
        client = SocketChannel.open(server.getLocalAddress());
        SocketChannel accepted = server.accept();
        accepted.configureBlocking(false);
        return new NioSocketChannel(accepted);
    }

    private HandoverOutcome take(Channel connection, ByteBuf opening) throws Exception {
        return loop.submit(() -> handed.take(connection, opening, loop)).get();
    }

    private void serveWhatWasTaken() throws Exception {
        loop.submit(() -> {}).sync();
    }

    @Test
    void theLastPlaceIsGivenOnceThoughItsConnectionIsNotServedYet() throws Exception {
        Channel first = accepted();
        ByteBuf refused = Unpooled.buffer();
        assertThat(loop.submit(() -> List.of(handed.take(first, Unpooled.buffer(), loop),
                handed.take(new NioSocketChannel(), refused, loop))).get())
                .containsExactly(HandoverOutcome.TAKEN, HandoverOutcome.FULL);
        assertThat(refused.refCnt()).as("it stays the caller's").isOne();
        serveWhatWasTaken();
        assertThat(first.isOpen()).as("served in the place that it was given").isTrue();
        assertThat(open.count()).isOne();
        first.close().sync();
        serveWhatWasTaken();
        assertThat(open.count()).isZero();
    }

    /// This TLS is a client's, so that it would speak at once.
    @Test
    void nothingHappensToTheClientBeforeTheFrontCanBeAnswered() throws Exception {
        Channel connection = accepted();
        client.configureBlocking(false);
        ByteBuffer heard = ByteBuffer.allocate(1);
        assertThat(loop.submit(() -> {
            handed.take(connection, Unpooled.buffer(), loop);
            return client.read(heard);
        }).get()).isZero();
        client.configureBlocking(true);
        assertThat(client.read(heard)).as("it is served behind the answer").isOne();
        connection.close().sync();
    }

    @Test
    void aConnectionThatNoEventLoopWouldHaveIsNotTaken() throws Exception {
        Channel connection = accepted();
        assertThat(take(connection, Unpooled.buffer())).isEqualTo(HandoverOutcome.TAKEN);
        connection.close().sync();
        serveWhatWasTaken();
        ByteBuf opening = Unpooled.buffer();
        assertThat(take(connection, opening)).as("it is registered already").isEqualTo(HandoverOutcome.NOT_SERVED);
        assertThat(opening.refCnt()).as("it stays the caller's").isOne();
        assertThat(open.count()).isZero();
        assertThat(take(accepted(), Unpooled.buffer())).as("its place is free").isEqualTo(HandoverOutcome.TAKEN);
    }

    @Test
    void aConnectionThatEndsBeforeItIsServedLeavesItsPlaceAndItsBytes() throws Exception {
        Channel connection = accepted();
        ByteBuf opening = Unpooled.buffer();
        loop.submit(() -> {
            handed.take(connection, opening, loop);
            connection.close();
        }).sync();
        serveWhatWasTaken();
        assertThat(opening.refCnt()).isZero();
        assertThat(open.count()).isZero();
    }
}
