package dev.postern.gateway.listener;

import io.netty.channel.unix.UnixChannelOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// The port of one listener and how it passes from a process to the next.
///
/// A port is bound for this process alone, so a second gateway that was started by mistake is refused. Only where the data directory proves
/// that the one which has the port is the elder of this process is it bound beside the elder. New connections are the elder's as long as
/// it serves. When it leaves, the kernel first sends new ones to the next, then the elder's queue is emptied, then its socket closed:
/// closing at once would reset those that the kernel has accepted and the elder has not.
final class PortHandover implements Door {
    private static final Logger LOG = LoggerFactory.getLogger(PortHandover.class);
    private static final long LOOK_MILLIS = 250;

    private final DisposableServer server;
    private final @Nullable PortPlace place;
    private volatile boolean beside;
    private volatile boolean leaving;

    private PortHandover(DisposableServer server, @Nullable PortPlace place, boolean beside) {
        this.server = server;
        this.place = place;
        this.beside = beside;
        // Whoever finds the place free finds the port free.
        server.channel().closeFuture().addListener(closed -> giveUpPlace());
    }

    /// @param places where processes that hand over to each other find each other, or null to share the port with none
    /// @throws RuntimeException when the address cannot be had
    static PortHandover bind(TcpServer server, InetSocketAddress address, @Nullable Path places) {
        try {
            return alone(server, address, places);
        } catch (RuntimeException taken) {
            if (places == null || address.getPort() == 0 || !LoopResources.hasNativeSupport()) {
                throw taken;
            }
            // Without an elder the port may have become free in between.
            return besideElder(server, address, places).orElseGet(() -> alone(server, address, places));
        }
    }

    private static PortHandover alone(TcpServer server, InetSocketAddress address, @Nullable Path places) {
        DisposableServer bound = server.bindNow();
        if (places == null || !LoopResources.hasNativeSupport()) {
            return new PortHandover(bound, null, false);
        }
        PortPlace place = null;
        try {
            // Not the address that the socket names: one on every address says [::].
            int port = ((InetSocketAddress) bound.address()).getPort();
            place = PortPlace.take(places, new InetSocketAddress(address.getAddress(), port)).orElse(null);
            offer(server, bound);
        } catch (IOException | RuntimeException e) {
            LOG.warn("A restart will not hand this port over: {}", e.toString());
        }
        return new PortHandover(bound, place, false);
    }

    /// Lets the next process bind the port too, without getting anything yet. Only now: had it been allowed before, whoever allows it too
    /// could have bound the port beside us. The kernel can be told where connections go once two sockets share a port, and stays told when
    /// one of them is gone; so that the next process finds it told, the second is our own for a moment.
    private static void offer(TcpServer server, DisposableServer bound) {
        bound.channel().config().setOption(UnixChannelOption.SO_REUSEPORT, true);
        DisposableServer second = server.option(UnixChannelOption.SO_REUSEPORT, true).bindAddress(bound::address)
                .bindNow();
        PortSteering.TO_THE_ELDER.apply(bound.channel());
        second.channel().close().syncUninterruptibly();
    }

    private static Optional<PortHandover> besideElder(TcpServer server, InetSocketAddress address, Path places) {
        PortPlace place = placeBeside(address, places);
        if (place == null) {
            return Optional.empty();
        }
        try {
            PortHandover next = new PortHandover(server.option(UnixChannelOption.SO_REUSEPORT, true).bindNow(), place,
                    true);
            PortSteering.TO_THE_ELDER.apply(next.server.channel());
            next.awaitElder();
            return Optional.of(next);
        } catch (RuntimeException refused) {
            place.close();
            throw refused;
        }
    }

    private static @Nullable PortPlace placeBeside(InetSocketAddress address, Path places) {
        try {
            PortPlace place = PortPlace.take(places, address).orElseThrow(() -> new IllegalStateException(
                    "Two processes of this data directory have it already, and one has to leave first"));
            if (place.elderListens()) {
                return place;
            }
            place.close();
        } catch (IOException e) {
            LOG.warn("Whether the process that has the port is the one to take it over from cannot be read: {}",
                    e.toString());
        }
        return null;
    }

    /// Once the elder is gone this is the elder of the next: its filter, which sends everything to whoever binds second, is replaced.
    private void awaitElder() {
        if (leaving || server.isDisposed()) {
            return;
        }
        if (hasElder()) {
            CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS).execute(this::awaitElder);
            return;
        }
        PortSteering.TO_THE_ELDER.apply(server.channel());
    }

    private boolean hasElder() {
        beside = beside && place != null && place.elderListens();
        return beside;
    }

    @Override
    public ListeningPlace place() {
        return new ListeningPlace.Port((InetSocketAddress) server.address());
    }

    @Override
    public boolean isOpen() {
        return !server.isDisposed();
    }

    /// To be repeated until the port is closed: a process that binds it meanwhile gives them back.
    @Override
    public void steerAway() {
        leaving = true;
        (hasElder() ? PortSteering.TO_THE_ELDER : PortSteering.TO_THE_NEXT).apply(server.channel());
    }

    @Override
    public boolean isShared() {
        return place != null && place.otherListens();
    }

    @Override
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server.channel().close().addListener(done -> closed.complete(null));
        return closed;
    }

    private void giveUpPlace() {
        if (place != null) {
            place.close();
        }
    }
}
