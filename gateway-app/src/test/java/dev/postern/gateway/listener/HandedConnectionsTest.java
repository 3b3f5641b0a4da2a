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
import io.netty.channel.DefaultEventLoop;
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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// Whoever is told that a connection is taken has a place for it.
@Timeout(120)
class HandedConnectionsTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final OpenConnections open = new OpenConnections(1);
    private HandedConnections handed;

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

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 60, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void theLastPlaceIsGivenOnceThoughItsConnectionIsNotServedYet() throws Exception {
        EventLoop loop = group.next();
        CountDownLatch busy = new CountDownLatch(1);
        loop.execute(() -> await(busy));
        Channel first = new NioSocketChannel();
        ByteBuf refused = Unpooled.buffer();
        HandoverOutcome one = handed.take(first, Unpooled.buffer(), loop);
        HandoverOutcome another = handed.take(new NioSocketChannel(), refused, loop);
        busy.countDown();
        assertThat(one).isEqualTo(HandoverOutcome.TAKEN);
        assertThat(another).isEqualTo(HandoverOutcome.FULL);
        assertThat(refused.refCnt()).as("it stays the caller's").isOne();
        loop.submit(() -> {}).sync();
        assertThat(first.isOpen()).as("served in the place that it was given").isTrue();
        assertThat(open.count()).isOne();
        first.close().sync();
        loop.submit(() -> {}).sync();
        assertThat(open.count()).isZero();
    }

    @Test
    void nothingHappensToTheClientBeforeTheFrontCanBeAnswered() throws Exception {
        EventLoop loop = group.next();
        Channel connection = new NioSocketChannel();
        assertThat(loop.submit(() -> {
            handed.take(connection, Unpooled.buffer(), loop);
            return connection.isRegistered();
        }).get()).isFalse();
        loop.submit(() -> {}).sync();
        assertThat(connection.isRegistered()).isTrue();
        connection.close().sync();
    }

    @Test
    void aConnectionThatCannotBeServedLeavesItsPlaceAndItsBytes() throws Exception {
        EventLoop incompatible = new DefaultEventLoop();
        ByteBuf opening = Unpooled.buffer();
        Channel connection = new NioSocketChannel();
        assertThat(handed.take(connection, opening, incompatible)).isEqualTo(HandoverOutcome.TAKEN);
        incompatible.shutdownGracefully(0, 60, TimeUnit.SECONDS).sync();
        assertThat(connection.isOpen()).isFalse();
        assertThat(open.count()).isZero();
        assertThat(opening.refCnt()).isZero();
    }

    private static void await(CountDownLatch busy) {
        try {
            busy.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
