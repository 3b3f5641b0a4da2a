package dev.postern.interop;

import dev.postern.interop.gateway.Http2Request;
import dev.postern.interop.matrix.Case;
import dev.postern.interop.peer.HttpRun;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a client and the gateway speak above TLS.
enum Protocol implements Case {
    HTTP_1("HTTP/1.1", "http/1.1"),
    HTTP_2("HTTP/2", "h2");

    private final String label;
    private final String alpn;

    Protocol(String label, String alpn) {
        this.label = label;
        this.alpn = alpn;
    }

    @Override
    public String shows() {
        return label;
    }

    String alpn() {
        return alpn;
    }

    /// For `/hello` on this host.
    byte[] bytes() {
        return switch (this) {
            case HTTP_1 -> "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
            case HTTP_2 -> Http2Request.get("localhost", "/hello");
        };
    }

    HttpRun.Request request() {
        return new HttpRun.Request(List.of(alpn), bytes());
    }
}
