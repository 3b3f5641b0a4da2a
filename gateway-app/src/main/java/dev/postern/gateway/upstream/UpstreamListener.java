package dev.postern.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/// Hears what an upstream answers. Called on the request's event loop, never again after [#ended] or [#failed].
public interface UpstreamListener {
    /// The request can be written, to this stream; it may be called before [UpstreamClient#open] returns, and once more when a
    /// connection turned out to be stale.
    void opened(UpstreamStream stream);

    /// A 1xx other than 101.
    void interim(HttpResponse head);

    /// @param length of the body, [UpstreamRequest#UNKNOWN_LENGTH] or [UpstreamRequest#NO_BODY]
    void response(HttpResponse head, long length);

    /// The connection speaks another protocol from now on; what follows is [#data].
    void switched(HttpResponse head);

    /// A piece of the body; the listener releases it.
    void data(ByteBuf piece);

    /// Everything that can be read now has been told.
    void readComplete();

    void ended(@Nullable HttpHeaders trailers);

    /// The stream takes more again, or it does not.
    void writabilityChanged();

    void failed(UpstreamFailure failure);

    /// Whether nobody waits for the answer any more; asked when a connection comes late.
    boolean isAbandoned();
}
