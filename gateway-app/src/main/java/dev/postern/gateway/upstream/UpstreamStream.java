package dev.postern.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/// One request's way to its upstream. Used on its event loop alone.
public interface UpstreamStream {
    /// Writes the head, without flushing.
    void head(UpstreamRequest request);

    /// Writes a piece of body, without flushing; takes it over.
    void data(ByteBuf piece);

    /// The request is complete. Flushes.
    void end(@Nullable HttpHeaders trailers);

    void flush();

    boolean isWritable();

    /// Whether more of the response is wanted; while it is not, nothing is read.
    void wantMore(boolean more);

    /// The answer is not wanted any more. The listener hears nothing further.
    void cancel();
}
