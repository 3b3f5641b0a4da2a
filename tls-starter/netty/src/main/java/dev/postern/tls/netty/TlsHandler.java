package dev.postern.tls.netty;

import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.Limits;
import dev.postern.tls.event.SessionInfo;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// The data path between a channel and an engine.
///
/// - The engine is entered once at a time: what it produced is dispatched after it returned, in order.
/// - While the handshake is unconfirmed, reads go on whatever the application demands. A handler that waits for confirmation before it
///   reads its body would otherwise wait for a Finished that nobody reads. The excess is bounded by the early-data limit.
/// - Completion is announced early only when early data was accepted.
abstract sealed class TlsHandler extends ReplacedSslHandler permits TlsServerHandler, TlsClientHandler {
    private final HandshakeTimer timer;
    private final OpenQuestion question;
    private final Announcements announcements;
    private final PausedReads pausedReads = new PausedReads();
    private @Nullable Connected connected;
    private boolean started;
    private boolean inactive;
    private boolean working;
    private boolean firedData;
    private @Nullable ExpiredDeadline expired;

    /// What exists only once the handler sits in a pipeline.
    record Connected(ChannelHandlerContext context, TlsConnection connection, Ciphertext ciphertext,
            InboundQueue inbound,
            Sealer sealer, Promise<Channel> handshake, Promise<Channel> closed) {}

    TlsHandler(SessionView view, Limits limits) {
        super(view);
        this.timer = new HandshakeTimer(this, limits);
        this.question = new OpenQuestion(this);
        this.announcements = new Announcements(this, view, timer);
    }

    abstract TlsEngine tls();

    /// Starts the handshake if it is ours to start.
    abstract void begin(HeapOutput output);

    /// Asks whoever knows the answer; [#answer] goes on.
    abstract void ask(Pause<?> question);

    /// The first bytes of the connection. @return false to drop them, the connection being dealt with
    boolean sniff(ByteBuf first) {
        return true;
    }

    /// The handshake ended; what is said first holds. The engine does not tell of the end that it is asked for here, by a close in the middle.
    abstract void ended(@Nullable TlsAlert alert, String phase);

    void refusedEarlyData(dev.postern.tls.earlydata.EarlyDataReason reason) {}

    /// Application data may flow in both directions from now on; called once.
    void usable() {}

    /// A policy was chosen that may give its clients less time than [Limits] do. May be called from any thread; takes effect before an
    /// answer that is given afterwards.
    final void tighten(HandshakeDeadlines deadlines) {
        if (connected().context().executor().inEventLoop()) {
            timer.tighten(deadlines);
        } else {
            connected().context().executor().execute(() -> timer.tighten(deadlines));
        }
    }

    @Override
    final ChannelHandlerContext context() {
        return connected().context();
    }

    /// Whether the peer's end is gone already.
    final boolean isInactive() {
        return inactive;
    }

    /// The deadline that ended the connection, or null.
    final @Nullable ExpiredDeadline expired() {
        return expired;
    }

    final Connected connected() {
        Connected current = connected;
        if (current == null) {
            throw new IllegalStateException("the handler is in no pipeline");
        }
        return current;
    }

    // ---- life cycle ----

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Channel channel = context.channel();
        connected = new Connected(context, TlsConnection.attachTo(channel), new Ciphertext(context.alloc()),
                new InboundQueue(context.alloc()), new Sealer(context, tls()), context.executor().newPromise(),
                context.executor().newPromise());
        if (channel.isActive()) {
            start();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        start();
        context.fireChannelActive();
    }

    /// An accepted channel is active before its handlers are added, and is announced as active afterwards.
    private void start() {
        if (started) {
            return;
        }
        started = true;
        timer.start();
        begin(output());
        connected().sealer().writeRecords();
        connected().context().flush();
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext context) {
        release(new SSLException("the TLS handler was removed"));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        inactive = true;
        tls().endOfInput(connected().inbound());
        dispatch();
        ClosedChannelException closed = new ClosedChannelException();
        if (!connected().handshake().isDone()) {
            announcements.handshakeFailed(new SSLHandshakeException("the connection was closed during the handshake"));
        }
        connected().connection().fail(closed);
        connected().closed().tryFailure(closed);
        context.fireUserEventTriggered(connected().closed().isSuccess() ? SslCloseCompletionEvent.SUCCESS
                : new SslCloseCompletionEvent(closed));
        release(closed);
        context.fireChannelInactive();
    }

    private void release(Exception cause) {
        timer.stop();
        connected().ciphertext().release();
        connected().inbound().release();
        connected().sealer().release(cause);
        if (!connected().connection().isConfirmed()) {
            ended(new TlsAlert(AlertDescription.USER_CANCELED, Fault.CANCELED,
                    "the connection was closed here before the handshake was done"), tls().phase());
        }
    }

    // ---- from the peer ----

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        if (announcements.hasFailed()
                || (tls().stage() == Stage.CLIENT_HELLO && connected().ciphertext().length() == 0 && !sniff(bytes))) {
            bytes.release();
            return;
        }
        connected().ciphertext().append(bytes);
        work();
        readsMustWait();
    }

    /// Lets the engine and the pipeline take turns until neither has anything left to do.
    private void work() {
        if (working) {
            return;
        }
        working = true;
        try {
            boolean progress = true;
            while (progress) {
                boolean consumed = feed();
                boolean wrote = connected().sealer().writeRecords();
                boolean dispatched = dispatch();
                progress = question.ask() || consumed || dispatched;
                if (wrote) {
                    connected().context().flush();
                }
            }
        } finally {
            working = false;
        }
    }

    private boolean feed() {
        Ciphertext ciphertext = connected().ciphertext();
        if (ciphertext.length() == 0 || tls().pause().isPresent()) {
            return false;
        }
        connected().inbound().expect(ciphertext.length());
        int consumed = tls().receive(ciphertext.array(), ciphertext.offset(), ciphertext.length(), output(),
                connected().inbound());
        ciphertext.skip(consumed);
        return consumed > 0;
    }

    private HeapOutput output() {
        return connected().sealer().output();
    }

    /// Resumes the engine when the stage completes, on the event loop; a failure ends the connection.
    ///
    /// @param asking code of others: what it throws, or answering with no stage, ends the connection too
    final <A> void answer(Pause<A> asked, Supplier<? extends CompletionStage<? extends A>> asking) {
        question.answer(asked, asking);
    }

    /// The engine was told something that it waited for.
    final void resumed() {
        if (!working) {
            work();
            afterRead(connected().context());
        }
    }

    private boolean dispatch() {
        boolean any = false;
        for (InboundQueue.Item item = connected().inbound().poll(); item != null; item = connected().inbound().poll()) {
            any = true;
            switch (item) {
                case InboundQueue.Item.Data data -> {
                    firedData = true;
                    connected().context().fireChannelRead(data.buffer());
                }
                case InboundQueue.Item.Event event -> announcements.tell(event.event());
            }
        }
        return any;
    }

    /// A deadline passed.
    final void expired(ExpiredDeadline deadline, String sentence) {
        if (tls().stage() != Stage.CLOSED) {
            expired = deadline;
            tls().abort(new TlsAlert(AlertDescription.GENERAL_ERROR, Fault.DEADLINE, sentence), output(),
                    connected().inbound());
            work();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        afterRead(context);
    }

    private void afterRead(ChannelHandlerContext context) {
        boolean fired = firedData;
        firedData = false;
        context.fireChannelReadComplete();
        boolean unsatisfied = !fired || !connected().handshake().isDone() || tls().stage() == Stage.UNCONFIRMED;
        ChannelConfig channel = context.channel().config();
        if (!readsMustWait() && (pausedReads.goOn(channel) || (unsatisfied && !channel.isAutoRead()))) {
            context.read();
        }
    }

    private boolean readsMustWait() {
        return pausedReads.mustWait(tls().pause().isPresent(), connected().ciphertext().length(),
                connected().context().channel().config());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException && !announcements.isUsable()) {
            // A reset in the middle of a handshake is an end of input, which is told as such; handlers behind us have nothing to do with it.
            context.close();
            return;
        }
        context.fireExceptionCaught(cause);
    }

    // ---- to the peer ----

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            promise.setFailure(
                    new IllegalArgumentException("only bytes can be sealed, got " + message.getClass().getName()));
        } else if (tls().stage() == Stage.CLOSED) {
            bytes.release();
            promise.setFailure(
                    announcements.failure().orElseGet(() -> new SSLException("the TLS connection is closed")));
        } else {
            connected().sealer().add(bytes, promise);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        connected().sealer().sealPending();
        context.flush();
    }

    // ---- closing ----

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (!context.channel().isActive()) {
            context.close(promise);
            return;
        }
        if (isHoldingBack()) {
            connected().connection().whenSettled(() -> close(context, promise));
            return;
        }
        boolean unread = tls().stage() == Stage.UNCONFIRMED;
        ChannelPromise notified = context.newPromise();
        closeOutbound(notified);
        CloseTimer.whenFlushed(context, notified, getCloseNotifyFlushTimeoutMillis(), () -> {
            if (unread) {
                // Early data that nobody reads would turn this close into a reset, which can destroy the answer (RFC 9112 9.6).
                LingeringClose.of(context).start(promise);
            } else {
                context.close(promise);
            }
        });
    }

    @Override
    public ChannelFuture closeOutbound() {
        return closeOutbound(connected().context().newPromise());
    }

    /// Sends close_notify after what was written; the peer's direction stays open.
    @Override
    public ChannelFuture closeOutbound(ChannelPromise promise) {
        ChannelHandlerContext context = connected().context();
        if (!context.executor().inEventLoop()) {
            context.executor().execute(() -> closeOutbound(promise));
            return promise;
        }
        if (isHoldingBack()) {
            connected().connection().whenSettled(() -> closeOutbound(promise));
            return promise;
        }
        connected().sealer().sealPending();
        tls().close(output());
        connected().sealer().fail(new SSLException("closed before the handshake was done"));
        connected().sealer().writeRecords(promise);
        context.flush();
        return promise;
    }

    /// Whether a part of an answer waits for the client's Finished, without which it goes to nobody: a close waits behind it. A client that
    /// never finishes meets its deadline.
    private boolean isHoldingBack() {
        return tls().stage() == Stage.UNCONFIRMED && connected().sealer().isHoldingBack();
    }

    // ---- what the pipeline asks ----

    @Override
    public @Nullable String applicationProtocol() {
        return tls().session().map(SessionInfo::applicationProtocol).orElse(null);
    }

    @Override
    public Future<Channel> handshakeFuture() {
        return connected().handshake();
    }

    @Override
    public Future<Channel> sslCloseFuture() {
        return connected().closed();
    }
}
