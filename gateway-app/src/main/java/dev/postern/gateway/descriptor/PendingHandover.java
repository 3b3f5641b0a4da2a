package dev.postern.gateway.descriptor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.PeerCredentials;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// One handover, from the front's connection to the answer. On one event loop, the one that serves the connection if it is taken.
///
/// Whatever goes wrong, every descriptor that came is closed, and the front, which still has its own, learns from the answer, or from there
/// being none, that the client is still its own.
final class PendingHandover implements EpollIoHandle {
    private final FileDescriptor front;
    private final PeerCredentials peer;
    private final IoEventLoop loop;
    private final HandoverSocket socket;
    private final List<FileDescriptor> descriptors = new ArrayList<>(1);
    private final ByteBuf received = PooledByteBufAllocator.DEFAULT.directBuffer(HandoverMessage.HEADER_BYTES);
    private @Nullable IoRegistration registration;
    private @Nullable Future<?> timer;
    private boolean decided;

    /// @param peer who connected
    PendingHandover(FileDescriptor front, PeerCredentials peer, IoEventLoop loop, HandoverSocket socket) {
        this.front = front;
        this.peer = peer;
        this.loop = loop;
        this.socket = socket;
    }

    void start(Duration within) {
        loop.register(this).addListener(registered -> {
            if (!registered.isSuccess()) {
                decide(HandoverOutcome.BROKEN_OFF);
                return;
            }
            IoRegistration own = (IoRegistration) registered.getNow();
            registration = own;
            timer = loop.schedule(() -> decide(HandoverOutcome.DEADLINE), within.toMillis(), TimeUnit.MILLISECONDS);
            own.submit(EpollIoOps.EPOLLIN);
        });
    }

    /// Before it was started.
    void refuse(HandoverOutcome outcome) {
        decide(outcome);
    }

    @Override
    public FileDescriptor fd() {
        return front;
    }

    @Override
    public void handle(IoRegistration ready, IoEvent event) {
        try {
            while (!decided) {
                int missing = missingBytes();
                if (missing == 0) {
                    hand();
                    return;
                }
                int count = NativeSocket.receive(front.intValue(), received, missing, descriptors);
                if (count == NativeSocket.NOTHING) {
                    return;
                }
                HandoverOutcome wrong = count == 0 ? HandoverOutcome.BROKEN_OFF : whatIsWrong();
                if (wrong != null) {
                    decide(wrong);
                }
            }
        } catch (IOException broken) {
            decide(descriptors.isEmpty() ? HandoverOutcome.BROKEN_OFF : HandoverOutcome.SEVERAL_DESCRIPTORS);
        }
    }

    /// Never past the end of this message.
    private int missingBytes() {
        int have = received.readableBytes();
        return have < HandoverMessage.HEADER_BYTES ? HandoverMessage.HEADER_BYTES - have
                : HandoverMessage.HEADER_BYTES + HandoverMessage.length(received) - have;
    }

    private @Nullable HandoverOutcome whatIsWrong() {
        if (descriptors.size() > 1) {
            return HandoverOutcome.SEVERAL_DESCRIPTORS;
        }
        boolean header = received.readableBytes() >= HandoverMessage.HEADER_BYTES;
        if (header && !HandoverMessage.isKnown(received)) {
            return HandoverOutcome.MALFORMED;
        }
        if (descriptors.isEmpty()) {
            // It comes with the first byte, or never.
            return HandoverOutcome.NO_DESCRIPTOR;
        }
        return header && HandoverMessage.length(received) > socket.mostBytes() ? HandoverOutcome.TOO_LONG : null;
    }

    private void hand() {
        FileDescriptor client = descriptors.getFirst();
        if (!NativeSocket.isTcp(client)) {
            decide(HandoverOutcome.NOT_TCP);
            return;
        }
        NativeSocket.makeNonBlocking(client);
        descriptors.clear();
        HandedChannel connection = socket.channel(client.intValue());
        HandoverOutcome outcome = connection.remoteAddress() == null
                // It listens, or it was never connected, or it is so no more.
                ? HandoverOutcome.NOT_TCP
                : offer(connection);
        if (outcome != HandoverOutcome.TAKEN) {
            // A channel that could not be registered has closed it already; its number may be somebody else's by now.
            connection.unsafe().closeForcibly();
        }
        decide(outcome);
    }

    private HandoverOutcome offer(HandedChannel connection) {
        ByteBuf opening = received.retainedSlice(HandoverMessage.HEADER_BYTES, HandoverMessage.length(received));
        HandoverOutcome outcome = socket.taker().take(connection, opening, loop);
        if (outcome != HandoverOutcome.TAKEN) {
            opening.release();
        }
        return outcome;
    }

    private void decide(HandoverOutcome outcome) {
        if (decided) {
            return;
        }
        decided = true;
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        IoRegistration own = registration;
        if (own != null) {
            own.cancel();
        }
        // Who connects and goes without a word asks whether anybody is here, as the next process does.
        boolean began = received.isReadable() || outcome != HandoverOutcome.BROKEN_OFF;
        received.release();
        descriptors.forEach(PendingHandover::close);
        socket.decided(began ? outcome : null, peer);
        if (outcome.isAnswered()) {
            answer(outcome);
        }
        close(front);
    }

    /// It fits into every socket's buffer. A front that is gone does not read it.
    private void answer(HandoverOutcome outcome) {
        try {
            front.write(ByteBuffer.allocateDirect(1).put(0, outcome.answer()), 0, 1);
        } catch (IOException nobodyReads) {
            // Then it is in the metrics alone.
        }
    }

    private static void close(FileDescriptor descriptor) {
        try {
            descriptor.close();
        } catch (IOException closedAnyway) {
            // Linux gives the descriptor back before it says what went wrong.
        }
    }

    /// The event loop ends. The front is not answered, and hands over to the next process.
    @Override
    public void close() {
        decide(HandoverOutcome.BROKEN_OFF);
    }
}
