package dev.postern.gateway.proxy;

import dev.postern.gateway.upstream.UpstreamStream;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/// An upstream's answer on its way to the client, and read no faster than the client takes it. The counterpart of [RequestUpload].
final class AnswerRelay {
    private final ClientStream client;
    private final RequestDeadlines deadlines;
    private boolean started;
    private boolean switched;
    private int status;
    private long untaken;

    AnswerRelay(ClientStream client, RequestDeadlines deadlines) {
        this.client = client;
        this.deadlines = deadlines;
    }

    /// Whether the client has a head, so that no other answer can be given.
    boolean isStarted() {
        return started;
    }

    /// Whether the connection speaks another protocol.
    boolean isSwitched() {
        return switched;
    }

    /// Of the head; 0 before it.
    int status() {
        return status;
    }

    void interim(HttpResponse head) {
        ForwardedFields.prepareResponse(head);
        client.interim(head);
        if (head.status().equals(HttpResponseStatus.CONTINUE)) {
            deadlines.invited();
        }
    }

    void switched(HttpResponse head) {
        switched = true;
        begin(head);
        deadlines.bodyEnded();
        deadlines.responseMoved();
        String protocol = head.headers().get(HttpHeaderNames.UPGRADE);
        ForwardedFields.prepareResponse(head);
        head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        head.headers().set(HttpHeaderNames.UPGRADE, protocol == null ? HttpHeaderValues.WEBSOCKET : protocol);
        client.switched(head);
    }

    void head(HttpResponse head, long length) {
        begin(head);
        deadlines.responseMoved();
        ForwardedFields.prepareResponse(head);
        client.head(head, length);
    }

    private void begin(HttpResponse head) {
        started = true;
        status = head.status().code();
    }

    /// Takes the piece over.
    void data(ByteBuf piece, @Nullable UpstreamStream from) {
        deadlines.responseMoved();
        client.data(piece);
        if (from != null && !client.isWritable()) {
            from.wantMore(false);
            untaken = client.untakenBytes();
        }
    }

    /// The client's stream takes more again, or it does not.
    void clientWritabilityChanged(UpstreamStream from) {
        from.wantMore(client.isWritable());
        deadlines.clientTakes(client.isWritable(), client.channel().bytesBeforeWritable());
    }

    /// Since the upstream was last told to wait for the client.
    boolean clientTookSome() {
        long before = untaken;
        untaken = client.untakenBytes();
        return !client.isWritable() && untaken != before;
    }
}
