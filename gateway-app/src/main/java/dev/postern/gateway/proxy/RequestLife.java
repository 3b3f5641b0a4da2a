package dev.postern.gateway.proxy;

import dev.postern.gateway.http.FramingError;
import dev.postern.gateway.http.WebSocketUpgrade;
import dev.postern.gateway.routes.Route;
import dev.postern.gateway.routes.RouteTimeouts;
import dev.postern.gateway.upstream.UpstreamFailure;
import dev.postern.gateway.upstream.UpstreamListener;
import dev.postern.gateway.upstream.UpstreamRequest;
import dev.postern.gateway.upstream.UpstreamStream;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/// One request, from its head to the end of its response. All on the event loop of its connection.
public final class RequestLife implements UpstreamListener {
    private final ProxyContext context;
    private final ClientConnection connection;
    private final ClientStream client;
    private final HttpRequest request;
    private final long bodyLength;
    private final EarlyExchange early;
    private final ExchangeReport report;
    private final RequestDeadlines deadlines;
    private final RequestUpload upload;
    private final AnswerRelay answer;

    private RequestDestination.@Nullable Found destination;
    private @Nullable UpstreamRequest forwarded;
    private @Nullable UpstreamStream upstream;
    private boolean discardingTooEarly;
    private boolean opening;
    private boolean done;

    /// @param bodyLength of the request, [UpstreamRequest#UNKNOWN_LENGTH] or [UpstreamRequest#NO_BODY]
    public RequestLife(ProxyContext context, ClientConnection connection, ClientStream client, HttpRequest request,
            long bodyLength) {
        this.context = context;
        this.connection = connection;
        this.client = client;
        this.request = request;
        this.bodyLength = bodyLength;
        this.early = EarlyExchange.arriving(context, connection, client.channel());
        this.report = new ExchangeReport(context.metrics(), connection, request.method());
        this.deadlines = new RequestDeadlines(client.channel().eventLoop(), client::maySend,
                this::timedOut);
        this.upload = new RequestUpload(client, deadlines, context.maxHeldBytes());
        this.answer = new AnswerRelay(client, deadlines);
    }

    /// The head is in. Everything that can be decided is decided now.
    public void start() {
        if (early.isLost()) {
            handshakeFailed();
            return;
        }
        switch (RequestDestination.of(context, connection, request, bodyLength)) {
            case RequestDestination.Refused refused -> refuse(refused.error());
            case RequestDestination.Found found -> {
                destination = found;
                goTo(found);
            }
        }
    }

    private void goTo(RequestDestination.Found to) {
        early.ask(to, request);
        deadlines.start(
                to.host().timeouts().exchange(to.route().timeouts(), connection.isProved(), early.cameEarly()),
                mayHaveBody(), !request.headers().contains(HttpHeaderNames.EXPECT));
        UpstreamRequest head = prepare(to);
        forwarded = head;
        act(to, head);
    }

    private boolean mayHaveBody() {
        return bodyLength != UpstreamRequest.NO_BODY && bodyLength != 0;
    }

    private UpstreamRequest prepare(RequestDestination.Found to) {
        HttpHeaders headers = request.headers();
        boolean webSocket = WebSocketUpgrade.isRequested(headers) && request.method().equals(HttpMethod.GET)
                && !mayHaveBody() && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (headers.contains(ForwardedFields.EARLY_DATA)) {
            early.cameMarked();
        }
        ForwardedFields.prepareRequest(headers, connection, to.authority());
        return new UpstreamRequest(request.method(), to.target(), to.authority(), connection.scheme().toString(),
                headers, bodyLength, webSocket);
    }

    private void act(RequestDestination.Found to, UpstreamRequest head) {
        EarlyDecision decision = early.decide(request, to.route(), head.webSocket());
        early.follow(request, to.host(), to.route());
        switch (decision) {
            case FORWARD, FORWARD_MARKED -> dispatch(to.route());
            case ACT -> {
                upload.keepForAnotherTry();
                early.whenConfirmed(() -> {
                }, this::handshakeFailed);
                dispatch(to.route());
            }
            // Parks the request, never the reads: Finished comes on the same connection.
            case HOLD -> whenConfirmed(() -> dispatch(to.route()));
            case TOO_EARLY -> refuse(GatewayError.TOO_EARLY);
        }
    }

    private void whenConfirmed(Runnable then) {
        early.whenConfirmed(() -> {
            if (!done) {
                then.run();
            }
        }, this::handshakeFailed);
    }

    /// What came early on a handshake that failed may be a replay: nothing of it goes on.
    private void handshakeFailed() {
        if (!done) {
            cancelUpstream();
            finish(GatewayError.CLIENT_GONE.status());
            client.abort();
        }
    }

    private void dispatch(Route chosen) {
        opening = true;
        context.upstreams().open(client.channel().eventLoop(), chosen.upstream(), chosen.timeouts().connect(), this);
        if (opening) {
            // The body waits in the kernel, not here, while there is nowhere to write it.
            upload.wantMore(false);
        }
    }

    @Override
    public void opened(UpstreamStream stream) {
        opening = false;
        upstream = stream;
        UpstreamRequest head = forwarded;
        RequestDestination.Found to = destination;
        if (head == null || to == null) {
            throw new IllegalStateException("nothing was prepared to be forwarded");
        }
        if (early.mustNotReach(to.route().upstream())) {
            failed(GatewayError.TOO_EARLY);
        } else if (!early.maySend()) {
            tryAgainWhenConfirmed();
        } else {
            stream.head(head);
            upload.startTo(stream);
        }
    }

    /// A piece of the request's body; taken over.
    public void body(ByteBuf piece) {
        long received = upload.received(piece);
        if (done) {
            piece.release();
            return;
        }
        if (received > context.maxBodyBytes() && !isSwitched()) {
            piece.release();
            FramingError tooLong = RequestDestination.bodyTooLong(context);
            failed(GatewayError.malformed(tooLong.status(), tooLong.sentence()));
            return;
        }
        if (isSwitched()) {
            deadlines.responseMoved();
        } else {
            deadlines.bodyMoved(piece.readableBytes());
        }
        upload.piece(piece);
    }

    /// The client has nothing more to read now.
    public void bodyReadComplete() {
        UpstreamStream stream = upstream;
        if (stream != null && !done && (isSwitched() || !upload.isComplete())) {
            stream.flush();
        }
    }

    public void bodyEnd(@Nullable HttpHeaders trailers) {
        if (done) {
            return;
        }
        upload.end(trailers);
    }

    /// Whether the request was read to its end.
    public boolean isRequestComplete() {
        return upload.isComplete();
    }

    public boolean isSwitched() {
        return answer.isSwitched();
    }

    /// The client's stream takes more again, or it does not.
    public void clientWritabilityChanged() {
        UpstreamStream stream = upstream;
        if (stream != null && !done) {
            answer.clientWritabilityChanged(stream);
        }
    }

    /// The client went away: nobody waits for the answer.
    public void clientGone() {
        if (!done) {
            cancelUpstream();
            finish(answer.isStarted() ? answer.status() : GatewayError.CLIENT_GONE.status());
        }
    }

    @Override
    public void interim(HttpResponse head) {
        if (!discardingTooEarly) {
            answer.interim(head);
        }
    }

    @Override
    public void switched(HttpResponse head) {
        answer.switched(head);
        upload.wantMore(true);
    }

    @Override
    public void response(HttpResponse head, long length) {
        if (early.mayTryAgain(head.status().code()) && upload.canBeSentAgain()) {
            tryAgainWhenConfirmed();
            return;
        }
        upload.forget();
        answer.head(head, length);
    }

    private void tryAgainWhenConfirmed() {
        RequestDestination.Found to = destination;
        discardingTooEarly = true;
        cancelUpstream();
        deadlines.requestHeldBack();
        if (to == null) {
            throw new IllegalStateException("an answer without a route");
        }
        early.triesAgain(request);
        whenConfirmed(() -> {
            discardingTooEarly = false;
            dispatch(to.route());
        });
    }

    @Override
    public void data(ByteBuf piece) {
        if (done || discardingTooEarly) {
            piece.release();
            return;
        }
        answer.data(piece, upstream);
    }

    @Override
    public void readComplete() {
        if (!done) {
            client.flush();
        }
    }

    @Override
    public void ended(@Nullable HttpHeaders trailers) {
        noUpstream();
        if (!done && !discardingTooEarly) {
            answered(answer.status(), () -> client.end(ForwardedFields.trailers(trailers)));
        }
    }

    @Override
    public void writabilityChanged() {
        UpstreamStream stream = upstream;
        if (stream != null && !done && !opening) {
            upload.wantMore(stream.isWritable());
        }
    }

    @Override
    public void failed(UpstreamFailure failure) {
        noUpstream();
        opening = false;
        if (!done) {
            failed(GatewayError.of(failure));
        }
    }

    @Override
    public boolean isAbandoned() {
        return done;
    }

    /// Whom no answer can be given, for want of memory, is not waited for: there is no deadline any more.
    private void timedOut(RequestDeadlines.Passed passed) {
        try {
            giveUp(passed);
        } catch (Throwable failure) {
            client.abort();
            throw failure;
        }
    }

    private void giveUp(RequestDeadlines.Passed passed) {
        if (passed == RequestDeadlines.Passed.RESPONSE && answer.clientTookSome()) {
            deadlines.responseMoved();
            return;
        }
        UpstreamStream stream = upstream;
        ExpiredTimeout timeout = ExpiredTimeout.of(passed, stream == null || stream.isWritable(), client.isWritable(),
                deadlines.isBodyAwaited());
        report.timedOut(destination, timeout);
        failed(timeout.error());
    }

    private void failed(GatewayError error) {
        cancelUpstream();
        if (answer.isStarted()) {
            finish(answer.status());
            client.abort();
        } else {
            refuse(error);
        }
    }

    /// The gateway answers itself.
    private void refuse(GatewayError error) {
        if (!done) {
            answered(error.status(), () -> OwnAnswer.send(client, error, request.method().equals(HttpMethod.HEAD)));
        }
    }

    private void answered(int with, Supplier<Future<?>> lastOfIt) {
        RouteTimeouts timeouts = deadlines.timeouts();
        early.answered();
        finish(with);
        AnswerTail.follow(client, lastOfIt.get(), timeouts, deadlines.totalAt(),
                timeout -> report.timedOut(destination, timeout));
    }

    private void cancelUpstream() {
        UpstreamStream stream = upstream;
        noUpstream();
        if (stream != null) {
            stream.cancel();
        }
    }

    private void noUpstream() {
        upstream = null;
        upload.stop();
    }

    private void finish(int answered) {
        done = true;
        deadlines.clear();
        upload.forget();
        early.dispose();
        report.over(destination, answered, early);
    }
}
