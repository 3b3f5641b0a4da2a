package dev.postern.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/// One exchange as the client's protocol carries it. Used on its event loop alone.
public interface ClientStream {
    Channel channel();

    /// A 1xx. Flushes.
    void interim(HttpResponse head);

    /// The connection speaks another protocol from now on: 101 is sent, what follows passes as it comes.
    void switched(HttpResponse head);

    /// @param length of the body, [dev.postern.gateway.upstream.UpstreamRequest#UNKNOWN_LENGTH] or
    ///     [dev.postern.gateway.upstream.UpstreamRequest#NO_BODY]
    void head(HttpResponse head, long length);

    /// Takes the piece over.
    void data(ByteBuf piece);

    /// The response is complete. Flushes; the exchange is over.
    void end(@Nullable HttpHeaders trailers);

    /// The response cannot be completed: the client must see that, so the stream is reset or the connection closed.
    void abort();

    void flush();

    boolean isWritable();

    /// Whether more of the request is wanted; while it is not, nothing is read.
    void wantMore(boolean more);
}
