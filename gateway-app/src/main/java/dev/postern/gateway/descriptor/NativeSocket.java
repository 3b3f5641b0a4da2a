package dev.postern.gateway.descriptor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;

/// The few calls to Linux that neither the JDK nor Netty has: `recvmsg` with descriptors and bytes at once, and what kind of socket a
/// descriptor is. Structures are those of 64-bit Linux.
final class NativeSocket {
    /// Nothing is there yet.
    static final int NOTHING = -1;

    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_CTRUNC = 0x08;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_DOMAIN = 39;
    private static final int SCM_RIGHTS = 1;
    private static final int SOCK_STREAM = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 0x800;
    /// The kernel passes 253 descriptors at most with one message. Room for all, or it would drop some after it had told us of the others.
    private static final long CONTROL_BYTES = 16 + 256 * Integer.BYTES;
    private static final long CONTROL_HEADER_BYTES = 16;

    private static final long MESSAGE_BYTES = 56;
    private static final long VECTOR_AT = 16;
    private static final long VECTORS_AT = 24;
    private static final long CONTROL_AT = 32;
    private static final long CONTROL_LENGTH_AT = 40;
    private static final long FLAGS_AT = 48;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle RECVMSG = call("recvmsg", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), Linker.Option.captureCallState("errno"));
    private static final MethodHandle GETSOCKOPT = call("getsockopt", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
            ValueLayout.ADDRESS));
    private static final MethodHandle FCNTL = call("fcntl", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), Linker.Option.firstVariadicArg(2));

    private NativeSocket() {}

    @SuppressWarnings("restricted") // the launcher allows native access, which Netty's transport needs too
    private static MethodHandle call(String name, FunctionDescriptor form, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), form, options);
    }

    /// Receives what is there, and no more than `most` bytes, into a direct buffer. Descriptors that come along are this process's from then
    /// on, and on the list even if the call fails.
    ///
    /// @return how many bytes; 0 at the end of the stream, [#NOTHING] when it is too soon
    static int receive(int socket, ByteBuf into, int most, List<FileDescriptor> descriptors) throws IOException {
        into.ensureWritable(most);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment control = arena.allocate(CONTROL_BYTES, Long.BYTES);
            MemorySegment vector = arena.allocate(ValueLayout.ADDRESS.byteSize() + Long.BYTES, Long.BYTES);
            vector.set(ValueLayout.ADDRESS, 0,
                    MemorySegment.ofBuffer(into.internalNioBuffer(into.writerIndex(), most)));
            vector.set(ValueLayout.JAVA_LONG, Long.BYTES, most);
            MemorySegment message = arena.allocate(MESSAGE_BYTES, Long.BYTES);
            message.set(ValueLayout.ADDRESS, VECTOR_AT, vector);
            message.set(ValueLayout.JAVA_LONG, VECTORS_AT, 1);
            MemorySegment captured = arena.allocate(CAPTURED);
            long received;
            do {
                message.set(ValueLayout.ADDRESS, CONTROL_AT, control);
                message.set(ValueLayout.JAVA_LONG, CONTROL_LENGTH_AT, CONTROL_BYTES);
                received = (long) RECVMSG.invokeExact(captured, socket, message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
            } while (received < 0 && errno(captured) == EINTR);
            if (received < 0) {
                if (errno(captured) == EAGAIN) {
                    return NOTHING;
                }
                throw new IOException("recvmsg failed with error " + errno(captured));
            }
            collect(control, message.get(ValueLayout.JAVA_LONG, CONTROL_LENGTH_AT), descriptors);
            if ((message.get(ValueLayout.JAVA_INT, FLAGS_AT) & MSG_CTRUNC) != 0) {
                throw new IOException("more came along than can be received");
            }
            into.writerIndex(into.writerIndex() + (int) received);
            return (int) received;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int errno(MemorySegment captured) {
        return (int) ERRNO.get(captured, 0L);
    }

    private static void collect(MemorySegment control, long length, List<FileDescriptor> descriptors) {
        long at = 0;
        while (at + CONTROL_HEADER_BYTES <= length) {
            long part = control.get(ValueLayout.JAVA_LONG, at);
            if (part < CONTROL_HEADER_BYTES || at + part > length) {
                return;
            }
            if (control.get(ValueLayout.JAVA_INT, at + Long.BYTES) == SOL_SOCKET
                    && control.get(ValueLayout.JAVA_INT, at + Long.BYTES + Integer.BYTES) == SCM_RIGHTS) {
                for (long each = at + CONTROL_HEADER_BYTES; each + Integer.BYTES <= at + part; each += Integer.BYTES) {
                    descriptors.add(new FileDescriptor(control.get(ValueLayout.JAVA_INT, each)));
                }
            }
            at += (part + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        }
    }

    /// Whether it is a TCP socket, connected or not.
    static boolean isTcp(FileDescriptor descriptor) {
        int domain = option(descriptor, SO_DOMAIN);
        return (domain == AF_INET || domain == AF_INET6) && option(descriptor, SO_TYPE) == SOCK_STREAM;
    }

    /// @return the option, or -1 for what is no socket
    private static int option(FileDescriptor descriptor, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
            int result = (int) GETSOCKOPT.invokeExact(descriptor.intValue(), SOL_SOCKET, option, value, length);
            return result == 0 ? value.get(ValueLayout.JAVA_INT, 0) : -1;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The flag is the socket's, so the front's descriptor of it changes too.
    static void makeNonBlocking(FileDescriptor descriptor) {
        try {
            int flags = (int) FCNTL.invokeExact(descriptor.intValue(), F_GETFL, 0);
            int set = (int) FCNTL.invokeExact(descriptor.intValue(), F_SETFL, flags | O_NONBLOCK);
            if (set < 0) {
                throw new IllegalStateException("a descriptor of ours cannot be made non-blocking");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
