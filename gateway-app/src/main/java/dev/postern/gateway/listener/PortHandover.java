package dev.postern.gateway.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.RawUnixChannelOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Leaves a port to the process that bound it too. As long as both listen, the kernel spreads new connections over both, and closing a
/// socket resets those that wait in its queue, accepted by the kernel and not yet by us. So first the kernel is told to send new ones to the
/// other, then ours is emptied, then closed.
///
/// It is told by a filter (`SO_ATTACH_REUSEPORT_CBPF`) that answers with the place of a socket in the order of binding, 1 for the second.
/// An elder leaves, so it stands at 0. Where there is no second one, the kernel falls back to what it did before.
final class PortHandover {
    private static final Logger LOG = LoggerFactory.getLogger(PortHandover.class);
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
    /// `struct sock_fprog`: a length, and a pointer at the next 8 bytes.
    private static final int PROGRAM_BYTES = 16;
    private static final int POINTER_AT = 8;
    private static final RawUnixChannelOption ATTACH = new RawUnixChannelOption("SO_ATTACH_REUSEPORT_CBPF", SOL_SOCKET,
            SO_ATTACH_REUSEPORT_CBPF, PROGRAM_BYTES);
    /// `struct sock_filter`: BPF_RET | BPF_K.
    private static final short RETURN_CONSTANT = 0x06;
    private static final int SECOND = 1;
    private static final long FILTER_BYTES = 8;
    private static final long CONSTANT_AT = 4;

    private PortHandover() {}

    /// New connections go to the next process from now on, if there is one. Elsewhere than on Linux this changes nothing.
    static void steerToSuccessor(Channel listening) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = arena.allocate(FILTER_BYTES, Long.BYTES);
            filter.set(ValueLayout.JAVA_SHORT, 0, RETURN_CONSTANT);
            filter.set(ValueLayout.JAVA_INT, CONSTANT_AT, SECOND);
            ByteBuffer program = ByteBuffer.allocateDirect(PROGRAM_BYTES).order(ByteOrder.nativeOrder());
            program.putShort(0, (short) 1).putLong(POINTER_AT, filter.address());
            if (!listening.config().setOption(ATTACH, program)) {
                LOG.debug("This transport cannot steer new connections to the next process");
            }
        } catch (ChannelException refused) {
            LOG.info("The kernel does not steer new connections to the next process: {}", refused.getMessage());
        }
    }
}
