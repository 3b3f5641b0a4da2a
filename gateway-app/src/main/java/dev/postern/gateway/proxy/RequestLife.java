package dev.postern.gateway.proxy;

import dev.postern.gateway.earlydata.EarlyRequest;
import dev.postern.gateway.http.FramingError;
import dev.postern.gateway.http.WebSocketUpgrade;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.RequestMatch;
import dev.postern.gateway.routes.Route;
import dev.postern.gateway.stats.AccessLog;
import dev.postern.gateway.upstream.UpstreamFailure;
import dev.postern.gateway.upstream.UpstreamListener;
import dev.postern.gateway.upstream.UpstreamRequest;
import dev.postern.gateway.upstream.UpstreamStream;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// One request, from its head to the end of its response. All on the event loop of its connection.
public final class RequestLife implements UpstreamListener {
    private final ProxyContext context;
    private final ClientConnection connection;
    private final ClientStream client;
    private final HttpRequest request;
    private final long bodyLength;
    private final EarlyExchange early;
    private final long startedNanos = System.nanoTime();
    private final RequestBody body = new RequestBody();
    private final RequestDeadlines deadlines;

    private @Nullable Host host;
    private @Nullable Route route;
    private @Nullable String path;
    private @Nullable UpstreamRequest forwarded;
    private @Nullable UpstreamStream upstream;
    private boolean discardingTooEarly;
    private boolean opening;
    private boolean responseStarted;
    private boolean switched;
    private boolean done;
    private int status;
    private long received;

    /// @param bodyLength of the request, [UpstreamRequest#UNKNOWN_LENGTH] or [UpstreamRequest#NO_BODY]
    public RequestLife(ProxyContext context, ClientConnection connection, ClientStream client, HttpRequest request,
            long bodyLength) {
        this.context = context;
        this.connection = connection;
        this.client = client;
        this.request = request;
        this.bodyLength = bodyLength;
        this.early = EarlyExchange.arriving(context, connection, client.channel());
        this.deadlines = new RequestDeadlines(client.channel().eventLoop(), this::timedOut);
    }

    /// The head is in. Everything that can be decided is decided now.
    public void start() {
        if (early.isLost()) {
            handshakeFailed();
            return;
        }
        try {
            checkForm();
            RequestTarget target = RequestTarget.of(request.uri());
            String authority = authority(target);
            if (resolve(target, authority)) {
                act();
            }
        } catch (FramingError malformed) {
            refuse(GatewayError.malformed(malformed.status(), malformed.sentence()));
        }
    }

    private void checkForm() {
        HttpMethod method = request.method();
        if (bodyLength > context.maxBodyBytes()) {
            throw new FramingError(413, "a request body of more than " + context.maxBodyBytes() + " bytes");
        }
        HttpHeaders headers = request.headers();
        GatewayError refused = method.equals(HttpMethod.CONNECT) ? GatewayError.CONNECT
                : method.equals(HttpMethod.TRACE) ? GatewayError.TRACE
                        : hasUnknownExpectation(headers) ? GatewayError.EXPECTATION
                                : ForwardedFields.isLooping(headers) ? GatewayError.LOOP : null;
        if (refused != null) {
            refuse(refused);
        }
    }

    private static boolean hasUnknownExpectation(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.EXPECT) && (headers.getAll(HttpHeaderNames.EXPECT).size() > 1
                || !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(headers.get(HttpHeaderNames.EXPECT)));
    }

    private String authority(RequestTarget target) {
        String given = request.headers().get(HttpHeaderNames.HOST);
        String absolute = target.authority();
        if (absolute == null) {
            return given == null ? "" : given;
        }
        if (given != null && !absolute.equalsIgnoreCase(given)) {
            throw new FramingError(400, "the absolute request target and Host name different hosts");
        }
        return absolute;
    }

    /// @return whether there is a route, and nothing was refused before
    private boolean resolve(RequestTarget target, String authority) {
        if (done) {
            return false;
        }
        boolean wholeServer = target.path().equals("*");
        if (wholeServer && !request.method().equals(HttpMethod.OPTIONS)) {
            throw new FramingError(400, "only OPTIONS may ask about the whole server");
        }
        RequestMatch match = connection.match(context.snapshots().current(), authority,
                wholeServer ? "/" : target.path(), request.method().name(), request.headers()::get);
        return switch (match) {
            case RequestMatch.Refused refused -> {
                refuse(GatewayError.of(refused));
                yield false;
            }
            case RequestMatch.Routed routed -> {
                host = routed.host();
                route = routed.route();
                early.ask(routed.route(), new EarlyRequest(authority, target.path(), request.method().name(),
                        request.uri().indexOf('?') >= 0, request.headers()::get));
                deadlines.start(
                        routed.host().timeouts().exchange(routed.route().timeouts(), connection.isProved(),
                                early.cameEarly()),
                        bodyLength != UpstreamRequest.NO_BODY && bodyLength != 0);
                path = routed.path().value();
                prepare(authority, wholeServer ? "*" : routed.path().value() + target.query());
                yield true;
            }
        };
    }

    private void prepare(String authority, String target) {
        HttpHeaders headers = request.headers();
        boolean webSocket = WebSocketUpgrade.isRequested(headers) && request.method().equals(HttpMethod.GET)
                && (bodyLength == UpstreamRequest.NO_BODY || bodyLength == 0)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (headers.contains(ForwardedFields.EARLY_DATA)) {
            early.cameMarked();
        }
        ForwardedFields.prepareRequest(headers, connection, authority);
        forwarded = new UpstreamRequest(request.method(), target, authority, connection.scheme().toString(), headers,
                bodyLength, webSocket);
    }

    private void act() {
        Host routedHost = host;
        Route chosen = route;
        UpstreamRequest head = forwarded;
        if (routedHost == null || chosen == null || head == null) {
            throw new IllegalStateException("nothing is decided before there is a route");
        }
        EarlyDecision decision = early.decide(request, routedHost, chosen, head.webSocket());
        early.follow(request, routedHost, chosen, () -> done);
        switch (decision) {
            case FORWARD, FORWARD_MARKED -> dispatch(chosen);
            case ACT -> {
                body.keepForAnotherTry(context.maxHeldBytes());
                context.metrics().tls().dispatchedBeforeFinished();
                early.whenConfirmed(() -> {
                }, this::handshakeFailed);
                dispatch(chosen);
            }
            // Parks the request, never the reads: Finished comes on the same connection.
            case HOLD -> whenConfirmed(() -> dispatch(chosen));
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
            wantMore(false);
        }
    }

    @Override
    public void opened(UpstreamStream stream) {
        opening = false;
        upstream = stream;
        if (early.isShutMeanwhile()) {
            tryAgainWhenConfirmed();
            return;
        }
        UpstreamRequest head = forwarded;
        if (head == null) {
            throw new IllegalStateException("nothing was prepared to be forwarded");
        }
        stream.head(head);
        body.replayTo(stream);
        if (body.isComplete()) {
            stream.end(body.trailers());
            deadlines.requestSent();
        } else {
            stream.flush();
            wantMore(stream.isWritable());
        }
    }

    /// A piece of the request's body; taken over.
    public void body(ByteBuf piece) {
        received += piece.readableBytes();
        if (done) {
            piece.release();
            return;
        }
        if (received > context.maxBodyBytes() && !switched) {
            piece.release();
            failed(GatewayError.malformed(413, "a request body of more than " + context.maxBodyBytes() + " bytes"));
            return;
        }
        if (switched) {
            deadlines.responseMoved();
        } else {
            deadlines.bodyMoved(piece.readableBytes());
        }
        UpstreamStream stream = upstream;
        if (stream == null || discardingTooEarly) {
            body.park(piece);
            if (body.parkedBytes() > context.maxHeldBytes()) {
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

    private void wantMore(boolean more) {
        // First: a stream of HTTP/2 reads at once what waits for it, and may be told to stop in the middle of being told to go on.
        deadlines.bodyAwaited(more);
        client.wantMore(more);
    }

    /// The client has nothing more to read now.
    public void bodyReadComplete() {
        UpstreamStream stream = upstream;
        if (stream != null && !done && (switched || !body.isComplete())) {
            stream.flush();
        }
    }

    public void bodyEnd(@Nullable HttpHeaders trailers) {
        if (done) {
            return;
        }
        body.complete(ForwardedFields.trailers(trailers));
        deadlines.bodyEnded();
        UpstreamStream stream = upstream;
        if (stream != null && !discardingTooEarly) {
            stream.end(body.trailers());
            deadlines.requestSent();
        }
    }

    /// Whether the request was read to its end.
    public boolean isRequestComplete() {
        return body.isComplete();
    }

    public boolean isSwitched() {
        return switched;
    }

    /// The client's stream takes more again, or it does not.
    public void clientWritabilityChanged() {
        UpstreamStream stream = upstream;
        if (stream != null && !done) {
            stream.wantMore(client.isWritable());
            deadlines.clientTakes(client.isWritable(), client.channel().bytesBeforeWritable());
        }
    }

    /// The client went away: nobody waits for the answer.
    public void clientGone() {
        if (!done) {
            cancelUpstream();
            finish(responseStarted ? status : GatewayError.CLIENT_GONE.status());
        }
    }

    /// The other protocol's client has nothing more to say.
    @Override
    public void interim(HttpResponse head) {
        if (!discardingTooEarly) {
            ForwardedFields.prepareResponse(head);
            client.interim(head);
        }
    }

    @Override
    public void switched(HttpResponse head) {
        switched = true;
        responseStarted = true;
        status = 101;
        deadlines.bodyEnded();
        deadlines.responseMoved();
        String protocol = head.headers().get(HttpHeaderNames.UPGRADE);
        ForwardedFields.prepareResponse(head);
        head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        head.headers().set(HttpHeaderNames.UPGRADE, protocol == null ? HttpHeaderValues.WEBSOCKET : protocol);
        client.switched(head);
        wantMore(true);
    }

    @Override
    public void response(HttpResponse head, long length) {
        if (early.mayTryAgain(head.status().code()) && body.canBeReplayed()) {
            tryAgainWhenConfirmed();
            return;
        }
        responseStarted = true;
        status = head.status().code();
        body.forget();
        deadlines.responseMoved();
        ForwardedFields.prepareResponse(head);
        client.head(head, length);
    }

    private void tryAgainWhenConfirmed() {
        Route chosen = route;
        discardingTooEarly = true;
        cancelUpstream();
        if (chosen == null) {
            throw new IllegalStateException("an answer without a route");
        }
        early.triesAgain(request);
        whenConfirmed(() -> {
            discardingTooEarly = false;
            dispatch(chosen);
        });
    }

    @Override
    public void data(ByteBuf piece) {
        if (done || discardingTooEarly) {
            piece.release();
            return;
        }
        deadlines.responseMoved();
        client.data(piece);
        UpstreamStream stream = upstream;
        if (stream != null && !client.isWritable()) {
            stream.wantMore(false);
        }
    }

    @Override
    public void readComplete() {
        if (!done) {
            client.flush();
        }
    }

    @Override
    public void ended(@Nullable HttpHeaders trailers) {
        upstream = null;
        if (!done && !discardingTooEarly) {
            finish(status);
            client.end(ForwardedFields.trailers(trailers));
        }
    }

    @Override
    public void writabilityChanged() {
        UpstreamStream stream = upstream;
        if (stream != null && !done && !opening) {
            wantMore(stream.isWritable());
        }
    }

    @Override
    public void failed(UpstreamFailure failure) {
        upstream = null;
        opening = false;
        if (!done) {
            failed(GatewayError.of(failure));
        }
    }

    @Override
    public boolean isAbandoned() {
        return done;
    }

    private void timedOut(RequestDeadlines.Passed passed) {
        ExpiredTimeout timeout = switch (passed) {
            case BODY -> isUpstreamStalled() ? ExpiredTimeout.REQUEST_STALLED : ExpiredTimeout.BODY;
            case REQUEST_RATE -> ExpiredTimeout.REQUEST_RATE;
            case FIRST_BYTE -> ExpiredTimeout.FIRST_BYTE;
            case RESPONSE -> client.isWritable() ? ExpiredTimeout.RESPONSE_IDLE : ExpiredTimeout.CLIENT_STALLED;
            case RESPONSE_RATE -> ExpiredTimeout.RESPONSE_RATE;
            case TOTAL -> ExpiredTimeout.TOTAL;
        };
        Host at = host;
        Route by = route;
        context.metrics().timeout(at == null ? null : at.name(), by == null ? null : by.name(), timeout.reason());
        failed(timeout.error());
    }

    /// A client can send nothing while its upstream takes nothing.
    private boolean isUpstreamStalled() {
        UpstreamStream stream = upstream;
        return stream != null && !stream.isWritable();
    }

    private void failed(GatewayError error) {
        cancelUpstream();
        if (responseStarted) {
            finish(status);
            client.abort();
        } else {
            refuse(error);
        }
    }

    /// The gateway answers itself.
    private void refuse(GatewayError error) {
        if (!done) {
            finish(error.status());
            OwnAnswer.send(client, error, request.method().equals(HttpMethod.HEAD));
        }
    }

    private void cancelUpstream() {
        UpstreamStream stream = upstream;
        upstream = null;
        if (stream != null) {
            stream.cancel();
        }
    }

    private void finish(int answered) {
        done = true;
        deadlines.clear();
        body.forget();
        early.dispose();
        Host at = host;
        Route by = route;
        String hostName = at == null ? null : at.name();
        String routeName = by == null ? null : by.name();
        String upstreamName = by == null ? null : by.upstream().name();
        long tookNanos = System.nanoTime() - startedNanos;
        context.metrics().request(hostName, routeName, upstreamName, answered, tookNanos);
        if (context.metrics().access().isOn()) {
            context.metrics().access().add(new AccessLog.Line(connection.peerText().toString(), hostName, routeName,
                    upstreamName, request.method().name(), path, answered, tookNanos, early.label(),
                    early.handshake()));
        }
    }
}
