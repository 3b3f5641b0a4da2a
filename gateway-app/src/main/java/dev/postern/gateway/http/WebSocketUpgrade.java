package dev.postern.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;

/// The one change of protocol that passes: WebSocket (RFC 6455 4). Every other `Upgrade` is dropped as if it had not been sent.
public final class WebSocketUpgrade {
    private WebSocketUpgrade() {}

    public static boolean isRequested(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.UPGRADE) && headers.getAll(HttpHeaderNames.UPGRADE).size() == 1
                && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(headers.get(HttpHeaderNames.UPGRADE))
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }
}
