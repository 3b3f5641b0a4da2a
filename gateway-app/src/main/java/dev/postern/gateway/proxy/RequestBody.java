package dev.postern.gateway.proxy;

import dev.postern.gateway.upstream.UpstreamStream;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What came of a request's body and is still here: because there is nowhere to write it yet, or because it may have to be written
/// once more.
final class RequestBody {
    private final List<ByteBuf> pieces = new ArrayList<>(0);
    private @Nullable HttpHeaders trailers;
    private boolean complete;
    private boolean keeping;
    private boolean lost;
    private int mostBytes;
    private int bytes;

    /// An upstream may say 425; then the same body is sent again.
    void keepForAnotherTry(int most) {
        keeping = true;
        mostBytes = most;
    }

    /// Takes the piece over until [#replayTo].
    void park(ByteBuf piece) {
        bytes += piece.readableBytes();
        pieces.add(piece);
    }

    int parkedBytes() {
        return bytes;
    }

    /// The piece goes on at once; a copy of its reference stays if it may be needed.
    void keep(ByteBuf piece) {
        if (!keeping || lost) {
            return;
        }
        bytes += piece.readableBytes();
        if (bytes > mostBytes) {
            lost = true;
            release();
        } else {
            pieces.add(piece.retainedDuplicate());
        }
    }

    void replayTo(UpstreamStream stream) {
        List<ByteBuf> held = List.copyOf(pieces);
        for (ByteBuf piece : held) {
            stream.data(keeping ? piece.retainedDuplicate() : piece);
        }
        if (!keeping) {
            pieces.clear();
            bytes = 0;
        }
    }

    void complete(@Nullable HttpHeaders last) {
        complete = true;
        trailers = last;
    }

    boolean isComplete() {
        return complete;
    }

    @Nullable
    HttpHeaders trailers() {
        return trailers;
    }

    boolean canBeReplayed() {
        return keeping && !lost && complete;
    }

    /// Nothing of it will be needed again.
    void forget() {
        keeping = false;
        lost = true;
        release();
    }

    private void release() {
        pieces.forEach(ByteBuf::release);
        pieces.clear();
        bytes = 0;
    }
}
