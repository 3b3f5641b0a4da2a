package dev.postern.tls.netty;

import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.Limits;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The data path between a channel and an engine.
///
/// It is an [SslHandler] because Netty, Reactor Netty and Spring look for one to decide what is HTTPS; every method that touches data is
/// replaced, and none of the parent's private state is used. A test lists the methods so that an upgrade of Netty cannot add one
/// unnoticed.
///
/// - The engine is entered once at a time: what it produced is dispatched after it returned, in order.
/// - While the handshake is unconfirmed, reads go on whatever the application demands. A handler that waits for confirmation before it
///   reads its body would otherwise wait for a Finished that nobody reads. The excess is bounded by the early-data limit.
/// - Completion is announced early only when early data was accepted.
abstract sealed class TlsHandler extends SslHandler permits TlsServerHandler, TlsClientHandler {
    /// Ciphertext kept while a question is open. One maximal ClientHello and the early data behind it fit.
    private static final int PAUSED_BYTES = 128 * 1024;

    private final SessionView view;
    private final HandshakeTimer timer;
    private @Nullable Connected connected;
    private @Nullable Pause<?> asked;
    private boolean started;
    private boolean inactive;
    private boolean working;
    private boolean resumed;
    private boolean ready;
    private boolean firedData;
    private boolean readHeldBack;
    private boolean inputDiscarded;
    private @Nullable SSLException failure;

    /// What exists only once the handler sits in a pipeline.
    record Connected(ChannelHandlerContext context, TlsConnection connection, Ciphertext ciphertext,
            InboundQueue inbound,
            Sealer sealer, Promise<Channel> handshake, Promise<Channel> closed) {}

    TlsHandler(SessionView view, Limits limits) {
        super(view);
        this.view = view;
        this.timer = new HandshakeTimer(this, limits);
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

    /// The handshake ended; called once.
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
            handshakeFailed(new SSLHandshakeException("the connection was closed during the handshake"));
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
    }

    // ---- from the peer ----

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        if (inputDiscarded
                || (tls().stage() == Stage.CLIENT_HELLO && connected().ciphertext().length() == 0 && !sniff(bytes))) {
            bytes.release();
            return;
        }
        connected().ciphertext().append(bytes);
        work();
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
                progress = askOnce() || consumed || dispatched;
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

    private boolean askOnce() {
        Pause<?> question = tls().pause().orElse(null);
        if (question == null || same(question, asked)) {
            return false;
        }
        asked = question;
        resumed = false;
        ask(question);
        return resumed;
    }

    /// A question is its own identity: the same one, not an equal one.
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(Pause<?> question, @Nullable Pause<?> other) {
        return question == other;
    }

    /// Resumes the engine when the stage completes, on the event loop; a failure ends the connection.
    final <A> void answer(Pause<A> question, CompletionStage<? extends A> stage) {
        var _ = stage.whenComplete((answer, error) -> {
            if (connected().context().executor().inEventLoop()) {
                resume(question, answer, error);
            } else {
                connected().context().executor().execute(() -> resume(question, answer, error));
            }
        });
    }

    private <A> void resume(Pause<A> question, @Nullable A answer, @Nullable Throwable error) {
        if (tls().stage() == Stage.CLOSED || !same(question, tls().pause().orElse(null))) {
            return;
        }
        if (answer != null && error == null) {
            question.resume(answer, output(), connected().inbound());
        } else {
            question.fail(alertFor(error), output(), connected().inbound());
        }
        resumed = true;
        if (!working) {
            work();
            afterRead(connected().context());
        }
    }

    private static TlsAlert alertFor(@Nullable Throwable error) {
        Throwable cause = error instanceof java.util.concurrent.CompletionException wrapped
                && wrapped.getCause() != null
                        ? wrapped.getCause()
                        : error;
        if (cause instanceof TlsAlert alert) {
            return alert;
        }
        String sentence = "a question of the handshake has no answer";
        return cause == null
                ? new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_MISUSE, sentence)
                : new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_MISUSE, sentence + ": " + cause, cause);
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
                case InboundQueue.Item.Event event -> happened(event.event());
            }
        }
        return any;
    }

    private void happened(TlsEvent event) {
        switch (event) {
            case TlsEvent.EarlyDataAccepted accepted -> early(accepted.info());
            case TlsEvent.HandshakeConfirmed confirmed -> confirmed(confirmed.info());
            case TlsEvent.PeerClosed closed -> peerClosed(closed);
            case TlsEvent.Failed failed -> failed(failed.alert(), failed.phase());
            case TlsEvent.EarlyDataRejected rejected -> {
                refusedEarlyData(rejected.reason());
                connected().context().fireUserEventTriggered(event);
            }
            case TlsEvent.EarlyDataEnded _,TlsEvent.TicketReceived _,TlsEvent.KeysUpdated _ ->
                connected().context().fireUserEventTriggered(event);
        }
    }

    /// A server is usable now; a client has to wait for the server's Finished anyway.
    private void early(SessionInfo info) {
        if (this instanceof TlsServerHandler) {
            connected().connection().early(info);
            view.settle(info);
            timer.unconfirmed();
            announce();
        }
    }

    private void confirmed(SessionInfo info) {
        timer.stop();
        connected().connection().confirm(info);
        view.settle(info);
        announce();
        ended(null, "");
        connected().sealer().sealPending();
        connected().context().flush();
    }

    private void announce() {
        if (ready) {
            return;
        }
        ready = true;
        usable();
        connected().handshake().trySuccess(connected().context().channel());
        connected().context().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
        connected().sealer().sealPending();
        connected().context().flush();
    }

    /// RFC 9846 6.1: close_notify has no effect on our direction. Netty's own event would make Reactor Netty close the channel at once, and a
    /// client that half-closed after its request would lose the answer; so it is sent when the channel ends.
    private void peerClosed(TlsEvent.PeerClosed event) {
        connected().closed().trySuccess(connected().context().channel());
        connected().context().fireUserEventTriggered(event);
    }

    private void failed(TlsAlert alert, String phase) {
        timer.stop();
        boolean confirmed = connected().connection().isConfirmed();
        SSLException exception = alert.fault() == Fault.OUR_BUG ? new SSLException(alert.getMessage(), alert)
                : new SSLHandshakeException(alert.getMessage(), alert);
        failure = exception;
        if (!confirmed) {
            ended(alert, phase);
        }
        connected().connection().fail(exception);
        connected().sealer().fail(exception);
        if (confirmed && inactive) {
            // A client that just went away; whether a message was cut short is for HTTP to see, by its framing.
        } else if (ready) {
            connected().context().fireExceptionCaught(exception);
        } else {
            handshakeFailed(exception);
        }
        connected().closed().tryFailure(exception);
        inputDiscarded = true;
        connected().sealer().writeRecords();
        connected().context().flush();
        LingeringClose.of(connected().context()).start(connected().context().newPromise());
    }

    private void handshakeFailed(Exception exception) {
        if (connected().handshake().tryFailure(exception)) {
            connected().context()
                    .fireUserEventTriggered(new SslHandshakeCompletionEvent(exception));
        }
    }

    /// A deadline passed.
    final void expired(String sentence) {
        if (tls().stage() != Stage.CLOSED) {
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
        boolean paused = tls().pause().isPresent();
        boolean unsatisfied = !fired || !connected().handshake().isDone() || tls().stage() == Stage.UNCONFIRMED;
        if (paused && connected().ciphertext().length() > PAUSED_BYTES) {
            readHeldBack = true;
        } else if (readHeldBack || (unsatisfied && !context.channel().config().isAutoRead())) {
            readHeldBack = false;
            context.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (inputDiscarded && cause instanceof java.io.IOException) {
            context.close();
            return;
        }
        context.fireExceptionCaught(cause);
    }

    /// Never reached: [#channelRead] takes the bytes itself.
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        throw new IllegalStateException("bytes never reach the parent's decoder");
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
            promise.setFailure(failure == null ? new SSLException("the TLS connection is closed") : failure);
        } else {
            connected().sealer().add(bytes, promise);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        connected().sealer().sealPending();
        context.flush();
    }

    @Override
    public void read(ChannelHandlerContext context) {
        context.read();
    }

    // ---- closing ----

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (!context.channel().isActive()) {
            context.close(promise);
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
    public void disconnect(ChannelHandlerContext context, ChannelPromise promise) {
        close(context, promise);
    }

    /// Deprecated in Netty, and still overridden: the parent's would close its own, unused engine.
    @Override
    @SuppressWarnings("deprecation")
    public io.netty.channel.ChannelFuture close() {
        return closeOutbound();
    }

    @Override
    @SuppressWarnings("deprecation")
    public io.netty.channel.ChannelFuture close(ChannelPromise promise) {
        return closeOutbound(promise);
    }

    @Override
    public io.netty.channel.ChannelFuture closeOutbound() {
        return closeOutbound(connected().context().newPromise());
    }

    /// Sends close_notify after what was written; the peer's direction stays open.
    @Override
    public io.netty.channel.ChannelFuture closeOutbound(ChannelPromise promise) {
        ChannelHandlerContext context = connected().context();
        if (!context.executor().inEventLoop()) {
            context.executor().execute(() -> closeOutbound(promise));
            return promise;
        }
        connected().sealer().sealPending();
        tls().close(output());
        connected().sealer().fail(new SSLException("closed before the handshake was done"));
        connected().sealer().writeRecords(promise);
        context.flush();
        return promise;
    }

    // ---- what the pipeline asks ----

    @Override
    public SSLEngine engine() {
        return view;
    }

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

    /// TLS 1.3 has no renegotiation.
    @Override
    public Future<Channel> renegotiate() {
        return renegotiate(connected().context().executor().newPromise());
    }

    @Override
    public Future<Channel> renegotiate(Promise<Channel> promise) {
        return promise.setFailure(new SSLException("TLS 1.3 has no renegotiation (RFC 9846 4.2.2)"));
    }

    @Override
    public void bind(ChannelHandlerContext context, java.net.SocketAddress local, ChannelPromise promise) {
        context.bind(local, promise);
    }

    @Override
    public void connect(ChannelHandlerContext context, java.net.SocketAddress remote,
            java.net.@Nullable SocketAddress local,
            ChannelPromise promise) {
        context.connect(remote, local, promise);
    }

    @Override
    public void deregister(ChannelHandlerContext context, ChannelPromise promise) {
        context.deregister(promise);
    }
}
