package dev.postern.gateway.proxy;

import dev.postern.gateway.deadline.DeadlineWheel;
import dev.postern.gateway.routes.RouteTimeouts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// What the gateway says itself: a small problem document with a stable type (RFC 9457).
public final class OwnAnswer {
    private OwnAnswer() {}

    /// To a request that has no life of its own, because it could not be read.
    ///
    /// @param headOnly whether the request was HEAD, whose answer has no body
    public static void send(ProxyContext context, ClientStream client, GatewayError error, boolean headOnly) {
        AnswerTail.follow(client, send(client, error, headOnly), RouteTimeouts.DEFAULTS, DeadlineWheel.NEVER,
                timeout -> context.metrics().timeout(null, null, timeout.reason()));
    }

    /// @return as [ClientStream#end]
    static Future<?> send(ClientStream client, GatewayError error, boolean headOnly) {
        String problem = error.problem();
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json");
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set(HttpHeaderNames.DATE,
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        client.head(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(error.status()), headers),
                headOnly ? dev.postern.gateway.upstream.UpstreamRequest.NO_BODY : problem.length());
        if (!headOnly) {
            ByteBuf body = ByteBufUtil.writeAscii(client.channel().alloc(), problem);
            client.data(body);
        }
        return client.end(null);
    }
}
