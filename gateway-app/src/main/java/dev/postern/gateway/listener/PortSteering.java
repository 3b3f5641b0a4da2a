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

/// Tells the kernel which of two sockets on one port gets the new connections; untold, it spreads them over both. It is told by a filter
/// (`SO_ATTACH_REUSEPORT_CBPF`) that answers with the place of a socket in the order of binding. The filter stays with the port when a
/// socket leaves; the one that is left then stands first, and a place that nobody has sends to it as well.
enum PortSteering {
    TO_THE_ELDER(0),
    TO_THE_NEXT(1);

    private static final Logger LOG = LoggerFactory.getLogger(PortSteering.class);
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
    /// `struct sock_fprog`: a length, and a pointer at the next 8 bytes.
    private static final int PROGRAM_BYTES = 16;
    private static final int POINTER_AT = 8;
    private static final RawUnixChannelOption ATTACH = new RawUnixChannelOption("SO_ATTACH_REUSEPORT_CBPF", SOL_SOCKET,
            SO_ATTACH_REUSEPORT_CBPF, PROGRAM_BYTES);
    /// `struct sock_filter`: BPF_RET | BPF_K.
    private static final short RETURN_CONSTANT = 0x06;
    private static final long FILTER_BYTES = 8;
    private static final long CONSTANT_AT = 4;

    private final int place;

    PortSteering(int place) {
        this.place = place;
    }

    /// Elsewhere than on Linux this changes nothing, and neither where there never was a second socket.
    void apply(Channel listening) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = arena.allocate(FILTER_BYTES, Long.BYTES);
            filter.set(ValueLayout.JAVA_SHORT, 0, RETURN_CONSTANT);
            filter.set(ValueLayout.JAVA_INT, CONSTANT_AT, place);
            ByteBuffer program = ByteBuffer.allocateDirect(PROGRAM_BYTES).order(ByteOrder.nativeOrder());
            program.putShort(0, (short) 1).putLong(POINTER_AT, filter.address());
            if (!listening.config().setOption(ATTACH, program)) {
                LOG.debug("This transport cannot steer new connections");
            }
        } catch (ChannelException refused) {
            LOG.debug("New connections are not steered: {}", refused.getMessage());
        }
    }
}
