package dev.postern.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// What the gateway says itself: a small problem document with a stable type (RFC 9457).
public final class OwnAnswer {
    private OwnAnswer() {}

    /// @param headOnly whether the request was HEAD, whose answer has no body
    public static void send(ClientStream client, GatewayError error, boolean headOnly) {
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
        client.end(null);
    }
}
