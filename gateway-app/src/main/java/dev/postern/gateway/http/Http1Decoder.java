package dev.postern.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// Reads HTTP/1.1 messages, and refuses every one that another program could read differently (RFC 9112).
///
/// A message comes out as its head, then pieces of body, then a [LastHttpContent]. What is wrong comes out as a [FramingError]; nothing
/// follows it. Lines end in CR LF and in nothing else.
public abstract sealed class Http1Decoder extends ByteToMessageDecoder permits RequestDecoder, ResponseDecoder {
    /// The body comes in chunks.
    protected static final long CHUNKED = -1;
    /// The body ends with the connection.
    protected static final long UNTIL_CLOSE = -2;

    private enum State {
        START_LINE,
        FIELDS,
        FIXED_BODY,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        /// No further message was asked for: one that comes all the same would be taken for the answer to the next request.
        UNASKED,
        /// A request asked for another protocol; what follows it is not ours to read until the answer is known.
        SUSPENDED,
        /// Another protocol took over.
        OPAQUE,
        DEAD
    }

    private static final HttpHeadersFactory NO_TRAILERS = DefaultHttpHeadersFactory.trailersFactory()
            .withValidation(false);

    private final HeadLimits limits;
    private final FieldSection section;
    private final LineScanner lines = new LineScanner();
    private State state = State.START_LINE;
    private long remaining;
    private boolean sawEmptyLine;
    private boolean headRead;

    Http1Decoder(HeadLimits limits) {
        this.limits = limits;
        this.section = new FieldSection(limits.fields());
    }

    /// Reads a start line.
    abstract void startLine(FieldLine line);

    /// The head is whole. @return how the body is framed: its length, [#CHUNKED] or [#UNTIL_CLOSE]
    abstract long framing(HttpHeaders headers);

    /// The message for the head that was read.
    abstract HttpMessage head(HttpHeaders headers);

    /// Whether an empty line before the start line is let pass.
    abstract boolean skipsEmptyLine();

    /// What is said about a start line that is too long.
    abstract FramingError startLineTooLong();

    /// Whether input has to wait after this message.
    abstract boolean suspendsAfter(HttpMessage head);

    /// Whether the next message is read only once it is asked for.
    abstract boolean waitsToBeAsked();

    /// Whether another head for the same message follows this one.
    abstract boolean isInterim(HttpMessage head);

    final HeadLimits limits() {
        return limits;
    }

    @Override
    protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        try {
            // On to the input's end, for leaving and coming back costs more; but no further than a head, which its receiver sees first.
            headRead = false;
            boolean more = true;
            while (more && !headRead) {
                more = step(in, out);
            }
        } catch (FramingError error) {
            state = State.DEAD;
            in.skipBytes(in.readableBytes());
            out.add(error);
        }
    }

    /// @return whether another step may get on
    private boolean step(ByteBuf in, List<Object> out) {
        return switch (state) {
            case START_LINE -> readStartLine(in);
            case FIELDS -> readField(in, out);
            case FIXED_BODY -> readFixed(in, out);
            case CHUNK_SIZE -> readChunkSize(in);
            case CHUNK_DATA -> readChunkData(in, out);
            case CHUNK_END -> readChunkEnd(in);
            case TRAILERS -> readTrailer(in, out);
            case UNTIL_CLOSE, OPAQUE -> readAll(in, out);
            case UNASKED -> refuseUnasked(in);
            case SUSPENDED -> false;
            case DEAD -> discard(in);
        };
    }

    private boolean readStartLine(ByteBuf in) {
        FieldLine line = lines.next(in, limits.startLineBytes());
        if (line == null) {
            if (lines.scanned() > limits.startLineBytes()) {
                throw startLineTooLong();
            }
            return false;
        }
        if (line.isEmpty() && skipsEmptyLine() && !sawEmptyLine) {
            // RFC 9112 2.2: a server SHOULD ignore at least one empty line received prior to the request-line
            sawEmptyLine = true;
            return true;
        }
        if (line.length > limits.startLineBytes()) {
            throw startLineTooLong();
        }
        startLine(line);
        section.begin(limits.fieldBytes());
        state = State.FIELDS;
        return true;
    }

    private boolean readField(ByteBuf in, List<Object> out) {
        FieldLine line = nextField(in);
        if (line == null) {
            return false;
        }
        if (line.isEmpty()) {
            headComplete(out);
        } else {
            section.add(line);
        }
        return true;
    }

    private @Nullable FieldLine nextField(ByteBuf in) {
        FieldLine line = lines.next(in, section.mostBytes());
        if (line == null) {
            section.requireRoom(lines.scanned());
        }
        return line;
    }

    private void headComplete(List<Object> out) {
        HttpHeaders headers = section.end();
        long framing = framing(headers);
        HttpMessage head = head(headers);
        out.add(head);
        headRead = true;
        if (framing == CHUNKED) {
            state = State.CHUNK_SIZE;
        } else if (framing == UNTIL_CLOSE) {
            state = State.UNTIL_CLOSE;
        } else if (framing == 0) {
            if (isInterim(head)) {
                state = State.START_LINE;
            } else {
                out.add(LastHttpContent.EMPTY_LAST_CONTENT);
                startOver();
            }
            state = suspendsAfter(head) ? State.SUSPENDED : state;
        } else {
            remaining = framing;
            state = State.FIXED_BODY;
        }
    }

    private boolean readFixed(ByteBuf in, List<Object> out) {
        int take = (int) Math.min(remaining, in.readableBytes());
        if (take == 0) {
            return false;
        }
        remaining -= take;
        ByteBuf piece = in.readRetainedSlice(take);
        if (remaining > 0) {
            out.add(new DefaultHttpContent(piece));
            return false;
        }
        out.add(new DefaultLastHttpContent(piece, NO_TRAILERS));
        startOver();
        return true;
    }

    private void startOver() {
        state = waitsToBeAsked() ? State.UNASKED : State.START_LINE;
        sawEmptyLine = false;
    }

    private boolean readChunkSize(ByteBuf in) {
        FieldLine line = lines.next(in, limits.chunkLineBytes());
        if (line == null) {
            if (lines.scanned() > limits.chunkLineBytes()) {
                throw FramingError.bad("a chunk's extensions are too long");
            }
            return false;
        }
        if (line.length > limits.chunkLineBytes()) {
            throw FramingError.bad("a chunk's extensions are too long");
        }
        remaining = ChunkLine.size(line);
        if (remaining == 0) {
            section.begin(limits.trailerBytes());
            state = State.TRAILERS;
        } else {
            state = State.CHUNK_DATA;
        }
        return true;
    }

    private boolean readChunkData(ByteBuf in, List<Object> out) {
        int take = (int) Math.min(remaining, in.readableBytes());
        if (take == 0) {
            return false;
        }
        remaining -= take;
        out.add(new DefaultHttpContent(in.readRetainedSlice(take)));
        if (remaining == 0) {
            state = State.CHUNK_END;
        }
        return true;
    }

    private boolean readChunkEnd(ByteBuf in) {
        if (in.readableBytes() < 2) {
            return false;
        }
        if (in.readByte() != '\r' || in.readByte() != '\n') {
            throw FramingError.bad("a chunk is longer than its size says");
        }
        state = State.CHUNK_SIZE;
        return true;
    }

    private boolean readTrailer(ByteBuf in, List<Object> out) {
        FieldLine line = nextField(in);
        if (line == null) {
            return false;
        }
        if (!line.isEmpty()) {
            section.add(line);
            return true;
        }
        HttpHeaders trailers = section.end();
        out.add(trailers.isEmpty() ? LastHttpContent.EMPTY_LAST_CONTENT
                : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers));
        startOver();
        return true;
    }

    private boolean readAll(ByteBuf in, List<Object> out) {
        if (in.isReadable()) {
            out.add(new DefaultHttpContent(in.readRetainedSlice(in.readableBytes())));
        }
        return false;
    }

    private static boolean refuseUnasked(ByteBuf in) {
        if (in.isReadable()) {
            throw FramingError.bad("a message that nobody asked for");
        }
        return false;
    }

    private static boolean discard(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        return false;
    }

    /// Whether part of a head has come.
    public final boolean isMidHead() {
        return state == State.FIELDS || (state == State.START_LINE && (lines.scanned() > 0 || sawEmptyLine));
    }

    /// Whether input waits for the answer to a request for another protocol.
    public final boolean isSuspended() {
        return state == State.SUSPENDED;
    }

    /// Whether a message was malformed, so that nothing after it is read.
    public final boolean isDead() {
        return state == State.DEAD;
    }

    /// The next message may come.
    final void ask() {
        if (state == State.UNASKED) {
            state = State.START_LINE;
        }
    }

    /// Whether more came than the messages that were asked for.
    public final boolean hasLeftover() {
        return state == State.DEAD || internalBuffer().isReadable();
    }

    /// Another protocol took over: from now on bytes come out as they come in.
    public final void becomeOpaque(ChannelHandlerContext ctx) {
        state = State.OPAQUE;
        releaseWaiting(ctx);
    }

    /// The other protocol was refused: what follows is the next message.
    public final void resume(ChannelHandlerContext ctx) {
        if (state == State.SUSPENDED) {
            startOver();
            releaseWaiting(ctx);
        }
    }

    /// Bytes that came too early lie here; an empty read makes the decoder look at them again.
    private void releaseWaiting(ChannelHandlerContext ctx) {
        if (internalBuffer().isReadable()) {
            ctx.pipeline().context(this).executor().execute(() -> lookAgain(ctx));
        }
    }

    private void lookAgain(ChannelHandlerContext ctx) {
        ChannelHandlerContext own = ctx.pipeline().context(this);
        if (own != null) {
            try {
                channelRead(own, Unpooled.EMPTY_BUFFER);
                channelReadComplete(own);
            } catch (Exception failure) {
                own.fireExceptionCaught(failure);
            }
        }
    }

    /// A response without a length ends with its connection; everything else that ends so is cut off.
    @Override
    protected final void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        decode(ctx, in, out);
        if (state == State.UNTIL_CLOSE) {
            state = State.DEAD;
            out.add(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }
}
