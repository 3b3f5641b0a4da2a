package dev.postern.gateway.descriptor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The UNIX socket of one listener. A front connects once for each connection that it hands over, sends one message, and reads one byte.
public final class HandoverSocket {
    private static final Logger LOG = LoggerFactory.getLogger(HandoverSocket.class);
    /// Handovers that are not decided yet. A front that is well takes less than a millisecond for one.
    private static final int MOST_PENDING = 1024;
    private static final long SAID_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SocketFile file;
    private final EpollServerDomainSocketChannel server;
    private final AllowedPeers allowed;
    private final EventLoopGroup loops;
    private final int mostBytes;
    private final Duration within;
    private final Taker taker;
    private final Consumer<HandoverOutcome> observer;
    private final AtomicInteger pending = new AtomicInteger();
    private final CompletableFuture<Void> emptied = new CompletableFuture<>();
    private final Map<HandoverOutcome, Long> saidAtNanos = new EnumMap<>(HandoverOutcome.class);
    private volatile boolean closed;

    /// Whoever serves a connection that was handed over.
    @FunctionalInterface
    public interface Taker {
        /// Called on the event loop that is to serve it, which happens after the answer. With any answer but [HandoverOutcome#TAKEN], connection and bytes stay the caller's.
        ///
        /// @param connection to be registered with the loop before it is taken, and to read nothing before the answer
        /// @param opening    what the front read of it
        HandoverOutcome take(Channel connection, ByteBuf opening, EventLoop loop);
    }

    private HandoverSocket(SocketFile file, EpollServerDomainSocketChannel server, AllowedPeers allowed,
            EventLoopGroup loops, int mostBytes, Duration within, Taker taker, Consumer<HandoverOutcome> observer) {
        this.file = file;
        this.server = server;
        this.allowed = allowed;
        this.loops = loops;
        this.mostBytes = mostBytes;
        this.within = within;
        this.taker = taker;
        this.observer = observer;
    }

    /// Makes the socket, in place of one that nobody listens on or that the caller takes over.
    ///
    /// @param loops     event loops that serve what is taken
    /// @param mostBytes that a front may have read of a connection
    /// @param within    how long a front may take for one handover
    /// @param observer  told of each outcome
    /// @throws UnusableHandoverSocket with what is in the way
    public static HandoverSocket open(HandoverSettings settings, EventLoopGroup loops, int mostBytes, Duration within,
            Taker taker, Consumer<HandoverOutcome> observer) {
        Path path = settings.socket();
        EventLoop accepting = loops.next();
        if (!Epoll.isAvailable() || !(accepting instanceof IoEventLoop loop)
                || !loop.isCompatible(EpollIoHandle.class)) {
            throw new UnusableHandoverSocket(path, "descriptors are passed on Linux alone, and through Netty's native"
                    + " epoll transport, which is not to be had here");
        }
        SocketFile file = new SocketFile(settings);
        EpollServerDomainSocketChannel server = new EpollServerDomainSocketChannel();
        try {
            HandoverSocket socket = new HandoverSocket(file, server, AllowedPeers.of(settings), loops, mostBytes,
                    within,
                    taker, observer);
            server.pipeline().addLast(socket.new Accepting(), new AcceptFailures(path));
            accepting.register(server).syncUninterruptibly();
            file.bind(server);
            return socket;
        } catch (IOException e) {
            server.close();
            throw new UnusableHandoverSocket(path, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /// Whether some process listens on it.
    public static boolean isListenedOn(Path socket) {
        return SocketFile.isListenedOn(socket);
    }

    public boolean isOpen() {
        return server.isOpen();
    }

    /// Takes nothing new. @return completes when what had begun is decided
    public CompletionStage<Void> close() {
        file.remove();
        server.close().addListener(done -> {
            closed = true;
            completeIfEmpty();
        });
        return emptied;
    }

    private void completeIfEmpty() {
        if (closed && pending.get() == 0) {
            emptied.complete(null);
        }
    }

    int mostBytes() {
        return mostBytes;
    }

    Taker taker() {
        return taker;
    }

    HandedChannel channel(int descriptor) {
        return new HandedChannel(server, descriptor);
    }

    /// @param outcome null when there was no handover
    void decided(@Nullable HandoverOutcome outcome, PeerCredentials front) {
        pending.decrementAndGet();
        if (outcome != null) {
            tell(outcome, front);
        }
        completeIfEmpty();
    }

    private void tell(HandoverOutcome outcome, PeerCredentials front) {
        observer.accept(outcome);
        if (outcome != HandoverOutcome.TAKEN && isTimeToSay(outcome)) {
            LOG.warn("A handover at {} by process {} of user {} was refused: {}. Others of this kind are counted alone"
                    + " for the next 10 s", file.path(), front.pid(), front.uid(), outcome.sentence());
        }
    }

    /// Not once per handover: whoever can connect could fill the log.
    private synchronized boolean isTimeToSay(HandoverOutcome outcome) {
        long now = System.nanoTime();
        Long said = saidAtNanos.get(outcome);
        if (said != null && now - said < SAID_EVERY_NANOS) {
            return false;
        }
        saidAtNanos.put(outcome, now);
        return true;
    }

    private final class Accepting extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) throws IOException {
            accept((EpollDomainSocketChannel) accepted);
        }
    }

    /// The accepted channel is asked who is behind it and otherwise only lends its descriptor.
    void accept(EpollDomainSocketChannel front) throws IOException {
        PeerCredentials peer = peerOf(front);
        PendingHandover handover = new PendingHandover(front.fd(), peer, (IoEventLoop) loops.next(), this);
        int waiting = pending.incrementAndGet();
        if (!allowed.include(peer)) {
            handover.refuse(HandoverOutcome.FOREIGN_PEER);
        } else if (waiting > MOST_PENDING) {
            handover.refuse(HandoverOutcome.FULL);
        } else {
            handover.start(within);
        }
    }

    /// Nothing is taken from somebody who cannot be known.
    private static PeerCredentials peerOf(EpollDomainSocketChannel front) throws IOException {
        try {
            return front.peerCredentials();
        } catch (IOException | RuntimeException unknown) {
            front.fd().close();
            throw unknown;
        }
    }
}
