package dev.postern.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.Future;
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
    ///
    /// @return done when its last byte has left, or never will
    Future<?> end(@Nullable HttpHeaders trailers);

    /// Whether the client's windows let it send any of its request; what it sent already is not asked for here.
    boolean maySend();

    /// How much waits here for the client to take it, at least: if that is less another time, the client has taken something.
    long untakenBytes();

    /// The client takes its answer too slowly to be waited for.
    void giveUp();

    /// The response cannot be completed: the client must see that, so the stream is reset or the connection closed.
    void abort();

    void flush();

    boolean isWritable();

    /// Whether more of the request is wanted; while it is not, nothing is read.
    void wantMore(boolean more);
}
