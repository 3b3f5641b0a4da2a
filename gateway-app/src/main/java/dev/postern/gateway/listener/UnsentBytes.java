package dev.postern.gateway.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;

/// What a connection was given to send and the kernel has not taken yet, what waits to be sealed included.
final class UnsentBytes {
    private UnsentBytes() {}

    static long of(Channel connection) {
        ChannelOutboundBuffer waiting = connection.unsafe().outboundBuffer();
        // A buffer counts as a whole until its last byte has left.
        return waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
    }

    /// What a stream of HTTP/2 was given to send and has not left. Its channel tells how far that is from either mark, and nothing else.
    static long ofStream(Channel stream) {
        WriteBufferWaterMark marks = stream.config().getWriteBufferWaterMark();
        return stream.isWritable() ? marks.high() - stream.bytesBeforeUnwritable()
                : marks.low() + stream.bytesBeforeWritable();
    }
}
