package dev.postern.gateway.demo;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the demo's host leads to: a small HTTP/1.1 server on a loopback port of its own. It honours `Early-Data`: only `GET /` acts
/// early, and that changes nothing.
final class DemoUpstream implements AutoCloseable {
    private static final int MOST_BYTES = 64 << 20;
    private static final int LONGEST_DELAY_MILLIS = 30_000;
    private static final int CHUNK = 16_384;
    private static final int TOO_EARLY = 425;

    private final JsonMapper json;
    private final DisposableServer server;

    DemoUpstream(JsonMapper json) {
        this.json = json;
        this.server = HttpServer.create().host("127.0.0.1").port(0).route(routes -> routes.ws("/ws", (in, out) -> out
                .send(in.receive().retain())).get("/", this::describe).get("/slow", this::slow)
                .get("/bytes/{n}", DemoUpstream::bytes).post("/echo", DemoUpstream::echo)).bindNow();
    }

    int port() {
        return ((InetSocketAddress) server.address()).getPort();
    }

    private Publisher<Void> describe(HttpServerRequest request, HttpServerResponse response) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("method", request.method().name());
        answer.put("path", request.uri());
        answer.put("early", isEarly(request));
        answer.put("tlsVersion", request.requestHeaders().get("x-postern-tls-version", "unknown"));
        answer.put("resumed", "true".equals(request.requestHeaders().get("x-postern-tls-resumed")));
        answer.put("headers", headers(request.requestHeaders()));
        return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .sendString(Mono.just(json.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n"));
    }

    private static Map<String, List<String>> headers(HttpHeaders headers) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        headers.names().stream().sorted(String.CASE_INSENSITIVE_ORDER)
                .forEach(name -> all.put(name.toLowerCase(Locale.ROOT), headers.getAll(name)));
        return all;
    }

    private Publisher<Void> slow(HttpServerRequest request, HttpServerResponse response) {
        if (isEarly(request)) {
            return tooEarly(response);
        }
        List<String> wish = new QueryStringDecoder(request.uri()).parameters().getOrDefault("ms", List.of("1000"));
        int millis = number(wish.getFirst(), LONGEST_DELAY_MILLIS);
        return millis < 0 ? response.status(HttpResponseStatus.BAD_REQUEST).send()
                : response.sendString(
                        Mono.delay(Duration.ofMillis(millis)).map(tick -> "waited " + millis + " ms\n"));
    }

    private static Publisher<Void> bytes(HttpServerRequest request, HttpServerResponse response) {
        if (isEarly(request)) {
            return tooEarly(response);
        }
        int wish = number(String.valueOf(request.param("n")), MOST_BYTES);
        if (wish < 0) {
            return response.status(HttpResponseStatus.BAD_REQUEST).send();
        }
        int chunks = (wish + CHUNK - 1) / CHUNK;
        return response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(wish)).send(Flux.range(0, chunks)
                .map(i -> Unpooled.wrappedBuffer(new byte[Math.min(CHUNK, wish - i * CHUNK)])));
    }

    private static Publisher<Void> echo(HttpServerRequest request, HttpServerResponse response) {
        if (isEarly(request)) {
            return tooEarly(response);
        }
        String type = request.requestHeaders().get(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream");
        return response.header(HttpHeaderNames.CONTENT_TYPE, type).send(request.receive().retain());
    }

    // RFC 8470 5.2: a server that will not act on early data answers 425, and the client asks again after the handshake
    private static Publisher<Void> tooEarly(HttpServerResponse response) {
        return response.status(TOO_EARLY).send();
    }

    private static boolean isEarly(HttpServerRequest request) {
        return "1".equals(request.requestHeaders().get("early-data"));
    }

    /// -1 for anything but 0 to the most.
    private static int number(String text, int most) {
        if (!text.matches("\\d{1,9}")) {
            return -1;
        }
        int number = Integer.parseInt(text);
        return number <= most ? number : -1;
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
    }
}
