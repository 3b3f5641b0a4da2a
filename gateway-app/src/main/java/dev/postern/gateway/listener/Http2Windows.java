package dev.postern.gateway.listener;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;

/// The windows of one HTTP/2 stream and of its connection as they are now (RFC 9113 5.2): who could send, and waits for whom.
record Http2Windows(Http2Connection connection, @Nullable Http2Stream stream) {

    static Http2Windows of(Http2StreamChannel stream) {
        Http2Connection connection = stream.parent().pipeline().get(Http2FrameCodec.class).connection();
        return new Http2Windows(connection, connection.stream(stream.stream().id()));
    }

    /// Whether more of an answer waits, and for the client's window.
    boolean areShutToUs() {
        Http2RemoteFlowController windows = connection.remote().flowController();
        return stream != null && windows.hasFlowControlled(stream)
                && (windows.windowSize(stream) <= 0 || windows.windowSize(connection.connectionStream()) <= 0);
    }

    /// Whether we let the client send on this stream. Other streams may have used up what they share with it.
    boolean clientMaySend() {
        Http2LocalFlowController windows = connection.local().flowController();
        return stream == null
                || (windows.windowSize(stream) > 0 && windows.windowSize(connection.connectionStream()) > 0);
    }
}
