package dev.postern.gateway.listener;

import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.lifecycle.DataPlane;
import dev.postern.gateway.proxy.ProxyContext;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.stats.GatewayMetrics;
import dev.postern.gateway.upstream.UpstreamClient;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// Every listener of the process, the loops they run on and the client that reaches upstreams from them.
public final class GatewayDataPlane implements DataPlane, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayDataPlane.class);
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);
    private static final int BACKLOG = 1024;
    /// A client that keeps a connection is told to go with its next answer; one that sends none within this time is idle.
    private static final long MOST_IDLE_GRACE_MILLIS = 5_000;
    /// How long the port is kept at most while connections still come, and how long none has to come before it is closed.
    private static final long MOST_HANDOVER_MILLIS = 3_000;
    private static final long QUIET_MILLIS = 500;
    private static final long LOOK_MILLIS = 20;

    private final List<ListenerSettings> settings;
    private final Function<ListenerSettings, SslContext> tls;
    private final SnapshotHolder snapshots;
    private final GatewayMetrics metrics;
    private final LoopResources loops;
    private final UpstreamClient upstreams;
    private final @Nullable Path places;
    private final Crowding crowding;
    private final EarlyDataGate gate;
    private final List<Listening> listening = new ArrayList<>();
    private volatile boolean accepting;

    private record Listening(ListenerSettings settings, Door door, OpenConnections open) {}

    /// One that takes no port over and leaves none to a next process.
    public GatewayDataPlane(List<ListenerSettings> settings, Function<ListenerSettings, SslContext> tls,
            SnapshotHolder snapshots, GatewayMetrics metrics, LoopResources loops) {
        this(settings, tls, snapshots, metrics, loops, null, new Crowding(), EarlyDataGate.open());
    }

    /// @param tls    the TLS of a listener; not asked for one in the clear
    /// @param loops  event loops for listeners and upstreams alike
    /// @param places where processes that hand their ports to each other find each other
    /// @param crowding hears of every listener, and of early data on it
    /// @param gate     that early requests go through
    GatewayDataPlane(List<ListenerSettings> settings, Function<ListenerSettings, SslContext> tls,
            SnapshotHolder snapshots, GatewayMetrics metrics, LoopResources loops, @Nullable Path places,
            Crowding crowding, EarlyDataGate gate) {
        this.gate = gate;
        this.places = places;
        this.crowding = crowding;
        this.settings = List.copyOf(settings);
        this.tls = tls;
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.loops = loops;
        this.upstreams = new UpstreamClient(loops);
        snapshots.follow(next -> () -> upstreams.retainOnly(next));
    }

    @Override
    public void start() {
        try {
            settings.forEach(one -> listening.add(bind(one)));
        } catch (RuntimeException failure) {
            listening.forEach(bound -> bound.door().close().toCompletableFuture().join());
            listening.clear();
            throw failure;
        }
        accepting = true;
    }

    private Listening bind(ListenerSettings listener) {
        OpenConnections open = new OpenConnections(listener.maxConnections());
        crowding.watch(open);
        ProxyContext proxy = new ProxyContext(snapshots, upstreams, metrics, listener.maxBodyBytes(),
                listener.earlyDataBytes(), gate);
        ClientPipeline pipeline = new ClientPipeline(proxy, listener, open, crowding);
        try {
            return new Listening(listener, switch (listener.place()) {
                case ListeningPlace.Port port -> bind(listener, port, pipeline);
                case ListeningPlace.Handover handover -> open(listener, handover, pipeline, open);
            }, open);
        } catch (RuntimeException failure) {
            throw new ListenerCannotBind(listener, failure);
        }
    }

    private Door open(ListenerSettings listener, ListeningPlace.Handover handover, ClientPipeline pipeline,
            OpenConnections open) {
        return HandoverDoor.open(listener, handover.settings(), loops.onServer(true), places,
                new HandedConnections(tls.apply(listener), pipeline, open, WATER_MARK),
                outcome -> metrics.handover(listener.name(), outcome.label()));
    }

    private Door bind(ListenerSettings listener, ListeningPlace.Port port, ClientPipeline pipeline) {
        TcpServer server = TcpServer.create().runOn(loops).bindAddress(port::address)
                .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .doOnChannelInit((observer, channel, remote) -> pipeline.initialise(channel));
        if (listener.secure()) {
            SslContext context = tls.apply(listener);
            server = server.secure(spec -> spec.sslContext(context));
        }
        return PortHandover.bind(server, port.address(), places);
    }

    @Override
    public boolean isListening() {
        return accepting && listening.stream().allMatch(bound -> bound.door().isOpen());
    }

    /// Where a listener listens that has a port; it is the one that was given for port 0.
    public InetSocketAddress address(int index) {
        if (listening.get(index).door().place() instanceof ListeningPlace.Port port) {
            return port.address();
        }
        throw new IllegalArgumentException("the listener " + index + " has no port");
    }

    @Override
    public List<Bound> bound() {
        return listening.stream().map(bound -> {
            ListeningPlace place = bound.door().place();
            return new Bound(bound.settings().name(), place.toString(),
                    place instanceof ListeningPlace.Port port ? port.address().getPort() : 0);
        }).toList();
    }

    /// Connections that are open now.
    public int connections() {
        return listening.stream().mapToInt(bound -> bound.open().count()).sum();
    }

    @Override
    public CompletionStage<Void> leave(Duration within) {
        accepting = false;
        long withinMillis = within.toMillis();
        CompletableFuture<?>[] empty = listening.stream()
                .map(bound -> leavePort(bound, Math.min(MOST_HANDOVER_MILLIS, withinMillis / 2)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture<Void> drained = CompletableFuture.allOf(empty);
        after(Math.min(MOST_IDLE_GRACE_MILLIS, withinMillis / 2), OpenConnections::closeIdle, drained);
        // Also those that came while the port was left to the next process.
        after(Math.min(MOST_IDLE_GRACE_MILLIS + MOST_HANDOVER_MILLIS, withinMillis * 3 / 4), OpenConnections::closeIdle,
                drained);
        after(withinMillis, OpenConnections::closeAll, drained);
        return drained.completeOnTimeout(null, withinMillis + 1_000, TimeUnit.MILLISECONDS);
    }

    /// Only the listening socket closes; connections that were accepted stay.
    ///
    /// @return completes when the last of them is gone
    private static CompletableFuture<Void> leavePort(Listening bound, long withinMillis) {
        bound.door().steerAway();
        bound.open().leave();
        CompletableFuture<Void> quiet = new CompletableFuture<>();
        awaitQuiet(bound, System.nanoTime(), withinMillis, quiet);
        return quiet.thenCompose(nothing -> {
            ListeningPlace place = bound.door().place();
            boolean shared = bound.door().isShared();
            return bound.door().close().thenCompose(closed -> {
                LOG.info(shared ? "Listener {}: {} is left to the other process"
                        : "Listener {}: {} is closed, and connections are refused until the next process listens",
                        bound.settings().name(), place);
                return bound.open().emptied();
            });
        });
    }

    /// Whatever the kernel had queued for us, or was about to, has come by the time that nothing came for a while.
    private static void awaitQuiet(Listening bound, long sinceNanos, long withinMillis, CompletableFuture<Void> quiet) {
        bound.door().steerAway();
        long now = System.nanoTime();
        long last = Math.max(sinceNanos, bound.open().lastAcceptedNanos());
        if (now - last >= TimeUnit.MILLISECONDS.toNanos(Math.min(QUIET_MILLIS, withinMillis))
                || now - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(withinMillis)) {
            quiet.complete(null);
            return;
        }
        CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> awaitQuiet(bound, sinceNanos, withinMillis, quiet));
    }

    private void after(long millis, Consumer<OpenConnections> then, CompletableFuture<Void> unless) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> {
            if (!unless.isDone()) {
                listening.forEach(bound -> then.accept(bound.open()));
            }
        });
    }

    /// Cuts everything off: for a process that ends, after [#leave].
    @Override
    public void close() {
        listening.forEach(bound -> {
            bound.open().closeAll();
            bound.door().close();
        });
        upstreams.close();
    }
}
