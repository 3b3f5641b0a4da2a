package dev.postern.gateway.listener;

import dev.postern.gateway.http.ContentLength;
import dev.postern.gateway.http.FramingError;
import dev.postern.gateway.http.RequestDecoder;
import dev.postern.gateway.http.WebSocketUpgrade;
import dev.postern.gateway.proxy.ClientConnection;
import dev.postern.gateway.proxy.ClientStream;
import dev.postern.gateway.proxy.GatewayError;
import dev.postern.gateway.proxy.OwnAnswer;
import dev.postern.gateway.proxy.ProxyContext;
import dev.postern.gateway.proxy.RequestLife;
import dev.postern.gateway.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 connection of a client: requests one after the other, answers in their order (RFC 9112 9.3).
final class Http1ClientConnection extends ChannelInboundHandlerAdapter implements ClientStream, OpenConnection {
    private final ProxyContext proxy;
    private final ListenerSettings settings;
    private final RequestDecoder decoder;
    private final ClientConnection connection;
    private final OpenConnections open;
    private final ChannelHandlerContext context;
    private final Http1Times times;
    private final Http1Reads reads;
    private final Http1Answer answer;
    private final ParkedMessages parked = new ParkedMessages(this::hasToWait, this::take);

    private @Nullable RequestLife current;
    private Future<?> left;
    private boolean oldClient;
    private boolean requestOpen;
    private boolean requestBodiless;
    private boolean responseOpen;
    private boolean upgradeAsked;
    private boolean closing;
    private boolean closed;
    private boolean wanted = true;

    Http1ClientConnection(ProxyContext proxy, ListenerSettings settings, RequestDecoder decoder,
            ClientConnection connection, OpenConnections open, ChannelHandlerContext decoderContext) {
        this.proxy = proxy;
        this.settings = settings;
        this.decoder = decoder;
        this.connection = connection;
        this.open = open;
        this.context = decoderContext;
        this.answer = new Http1Answer(decoderContext);
        this.times = new Http1Times(decoderContext.channel(), settings, this::tookTooLong);
        this.left = decoderContext.channel().newSucceededFuture();
        this.reads = new Http1Reads(decoderContext.channel());
    }

    /// The first head has to come in time, from the moment that it can.
    void start() {
        open.add(this);
        times.awaitHead();
    }

    // From the client

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closed) {
            ReferenceCountUtil.release(message);
        } else if (parked.park(message)) {
            updateReads();
        }
    }

    /// Until the exchange that it belongs to has its turn; for ever if there will be none any more.
    private boolean hasToWait(Object message) {
        return closed || switch (message) {
            // A client that takes no answers gets no further ones.
            case HttpRequest head -> requestOpen || responseOpen || !isWritable();
            // In the middle of a request it is about that request.
            case FramingError error -> !requestOpen && responseOpen;
            default -> false;
        };
    }

    private void take(Object message) {
        switch (message) {
            case HttpRequest head -> begin(head);
            case LastHttpContent last -> endOfRequest(last);
            case HttpContent piece -> piece(piece);
            case FramingError error -> malformed(error);
            default -> throw new IllegalStateException("not a part of a request: " + message.getClass());
        }
    }

    private void begin(HttpRequest head) {
        times.headRead();
        requestOpen = true;
        responseOpen = true;
        oldClient = !head.protocolVersion().equals(HttpVersion.HTTP_1_1);
        closing |= oldClient || open.isLeaving() || times.isOld()
                || head.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
        upgradeAsked = decoder.isSuspended() && WebSocketUpgrade.isRequested(head.headers());
        long bodyLength = bodyLength(head.headers());
        requestBodiless = bodyLength == 0 || bodyLength == UpstreamRequest.NO_BODY;
        RequestLife life = new RequestLife(proxy, connection, this, head, bodyLength);
        current = life;
        wanted = true;
        life.start();
    }

    private static long bodyLength(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return UpstreamRequest.UNKNOWN_LENGTH;
        }
        long length = ContentLength.of(headers);
        return length == ContentLength.NONE ? UpstreamRequest.NO_BODY : length;
    }

    private void piece(HttpContent piece) {
        RequestLife life = current;
        if (life == null) {
            piece.release();
        } else {
            life.body(piece.content());
        }
    }

    private void endOfRequest(LastHttpContent last) {
        RequestLife life = current;
        if (last.content().isReadable() && life != null) {
            life.body(last.content());
        } else {
            last.release();
        }
        requestOpen = false;
        if (life != null) {
            HttpHeaders trailers = last.trailingHeaders();
            life.bodyEnd(trailers.isEmpty() ? null : trailers);
        }
        if (responseOpen) {
            updateReads();
        } else {
            nextExchange();
        }
    }

    private void malformed(FramingError error) {
        RequestLife life = current;
        closing = true;
        if (life != null && requestOpen) {
            // In the middle of a body: the upstream must not take what came for the whole.
            life.clientGone();
            if (responseStarted()) {
                abort();
                return;
            }
        }
        answer(error);
    }

    private boolean responseStarted() {
        return !responseOpen || answer.isStarted();
    }

    private void answer(FramingError error) {
        times.stop();
        responseOpen = true;
        requestOpen = false;
        OwnAnswer.send(proxy, this, GatewayError.malformed(error.status(), error.sentence()), false);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        RequestLife life = current;
        if (life != null && requestOpen) {
            life.bodyReadComplete();
        } else if (life == null && decoder.isMidHead()) {
            times.awaitHead();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        RequestLife life = current;
        if (life != null) {
            life.clientWritabilityChanged();
        }
        if (!closed) {
            parked.takeTurn();
            updateReads();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        open.remove(this);
        gone();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The close may have to wait for a client that reads nothing. Whoever replays must not have parked requests taken up until then.
        gone();
        ctx.close();
    }

    private void gone() {
        closed = true;
        times.stop();
        RequestLife life = current;
        current = null;
        if (life != null) {
            life.clientGone();
        }
        answer.drop();
        parked.drop();
    }

    private void tookTooLong() {
        if (!closed && decoder.isMidHead()) {
            closing = true;
            answer(new FramingError(408, "the request head did not come in time"));
        } else {
            closeNow();
        }
    }

    // To the client

    @Override
    public Channel channel() {
        return context.channel();
    }

    @Override
    public void interim(HttpResponse head) {
        if (oldClient) {
            // RFC 9110 15.2: a server MUST NOT send a 1xx response to an HTTP/1.0 client
            return;
        }
        answer.interim(head);
    }

    @Override
    public void switched(HttpResponse head) {
        interim(head);
        closing = true;
        upgradeAsked = false;
        requestOpen = true;
        answer.becomeOpaque();
        decoder.becomeOpaque(context);
    }

    @Override
    public void head(HttpResponse head, long length) {
        // What is left of a request that was answered early would be read as the next one.
        closing |= (requestOpen && !isRequestWhole()) || (length == UpstreamRequest.UNKNOWN_LENGTH && oldClient);
        answer.head(head, length, oldClient, closing);
    }

    /// The decoder hands over a bodiless request's end right after its head, so it may still be on its way.
    private boolean isRequestWhole() {
        RequestLife life = current;
        return requestBodiless || (life != null && life.isRequestComplete());
    }

    @Override
    public void data(ByteBuf piece) {
        answer.data(piece);
    }

    @Override
    public Future<?> end(@Nullable HttpHeaders trailers) {
        answer.end(trailers);
        responseOpen = false;
        ChannelFuture ended = untakenBytes() == 0 ? context.newSucceededFuture()
                : context.writeAndFlush(Unpooled.EMPTY_BUFFER);
        left = ended;
        if (closing) {
            closeGently(ended);
        } else if (!requestOpen || !isRequestWhole()) {
            nextExchange();
        }
        return ended;
    }

    /// Turns to what waits, if the exchange is over on both sides. An answer may be there before its request's end is handed over.
    private void nextExchange() {
        current = null;
        if (upgradeAsked) {
            upgradeAsked = false;
            decoder.resume(context);
        }
        if (parked.isEmpty()) {
            times.restAfter(left, this::isResting);
        } else {
            parked.takeTurn();
        }
        updateReads();
    }

    /// Whether nothing is under way, what the client has still to take of the newest answer included.
    private boolean isResting() {
        return current == null && left.isDone() && !closed;
    }

    /// Closing while the client still sends makes the kernel answer with a reset, which can destroy the response on its way
    /// (RFC 9112 9.6). So what is left is read and dropped for a while.
    private void closeGently(ChannelFuture written) {
        boolean stillSending = (requestOpen && !isRequestWhole()) || decoder.isDead();
        closed = true;
        current = null;
        // TLS lingers by itself when it is closed.
        if (stillSending && !settings.secure()) {
            times.lingerAfter(written);
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void abort() {
        closed = true;
        answer.breakOff();
    }

    @Override
    public boolean maySend() {
        return true;
    }

    @Override
    public void giveUp() {
        abort();
    }

    @Override
    public long untakenBytes() {
        return UnsentBytes.of(context.channel());
    }

    @Override
    public void flush() {
        answer.flush();
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public void wantMore(boolean more) {
        wanted = more;
        updateReads();
    }

    /// Between exchanges and while an answer is awaited reads go on, for that is how a client's leaving is noticed; but not while the client
    /// takes none of its answers, however many requests it sends.
    private void updateReads() {
        reads.want((requestOpen ? wanted : isWritable()) && !parked.isFull() && !upgradeAsked);
    }

    // Leaving

    @Override
    public void leave() {
        context.executor().execute(() -> closing |= current != null);
    }

    @Override
    public void closeIfIdle() {
        // At once, unless there is an answer on its way: then behind it.
        context.executor().execute(() -> left.addListener(_ -> {
            if (isResting() && !decoder.isMidHead()) {
                context.close();
            }
        }));
    }

    @Override
    public void closeNow() {
        context.close();
    }
}
