package dev.postern.gateway.proxy;

import dev.postern.gateway.upstream.UpstreamStream;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/// The body of one request on its way: parked while there is no upstream to write it to, and read from the client no faster than it is taken.
final class RequestUpload {
    private final ClientStream client;
    private final RequestDeadlines deadlines;
    private final int mostParkedBytes;
    private final RequestBody body = new RequestBody();
    private @Nullable UpstreamStream upstream;
    private boolean reading = true;
    private long received;

    /// @param mostParkedBytes with more, nothing is read until the upstream is there
    RequestUpload(ClientStream client, RequestDeadlines deadlines, int mostParkedBytes) {
        this.client = client;
        this.deadlines = deadlines;
        this.mostParkedBytes = mostParkedBytes;
    }

    /// An upstream may say 425; then the same body is sent again.
    void keepForAnotherTry() {
        body.keepForAnotherTry(mostParkedBytes);
    }

    boolean canBeSentAgain() {
        return body.canBeReplayed();
    }

    /// Whether the body was read to its end.
    boolean isComplete() {
        return body.isComplete();
    }

    /// What came so far, pieces that nobody took included.
    long received(ByteBuf piece) {
        received += piece.readableBytes();
        return received;
    }

    /// From now on it goes there, whose head is written.
    void startTo(UpstreamStream stream) {
        upstream = stream;
        body.replayTo(stream);
        if (body.isComplete()) {
            stream.end(body.trailers());
            deadlines.requestSent();
        } else {
            stream.flush();
            wantMore(stream.isWritable());
            deadlines.headSent();
        }
    }

    /// There is no upstream any more; another one may come.
    void stop() {
        upstream = null;
        deadlines.bodyHeld(!reading);
    }

    /// Takes the piece over.
    void piece(ByteBuf piece) {
        UpstreamStream stream = upstream;
        if (stream == null) {
            body.park(piece);
            if (body.parkedBytes() > mostParkedBytes) {
                // Early bytes are bounded by the ticket's limit, and what comes after Finished must wait outside.
                wantMore(false);
            }
            return;
        }
        body.keep(piece);
        stream.data(piece);
        if (!stream.isWritable()) {
            stream.flush();
            wantMore(stream.isWritable());
        }
    }

    void end(@Nullable HttpHeaders trailers) {
        body.complete(ForwardedFields.trailers(trailers));
        deadlines.bodyEnded();
        UpstreamStream stream = upstream;
        if (stream != null) {
            stream.end(body.trailers());
            deadlines.requestSent();
        }
    }

    /// Nothing of it will be needed again.
    void forget() {
        body.forget();
    }

    void wantMore(boolean more) {
        // First: a stream of HTTP/2 reads at once what waits for it, and may be told to stop in the middle of being told to go on.
        reading = more;
        deadlines.bodyAwaited(more);
        deadlines.bodyHeld(!more && upstream == null);
        client.wantMore(more);
    }
}
