package dev.postern.interop.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static java.nio.charset.StandardCharsets.UTF_8;

/// An upstream of others: the JDK's HTTP/1.1 server. It tells what it saw of a request, echoes, and serves a page for browsers.
final class OtherUpstream implements AutoCloseable {
    /// Ends what it tells of a request.
    static final String END = "end of answer";
    /// Adds what each script below finds to the document.
    private static final String PAGE = """
            <!DOCTYPE html>
            <title>Postern</title>
            <p>a page through the gateway</p>
            <script src="/later.js"></script>
            """;
    /// Posts a body; then asks, one request after the other, until one came over a resumed connection. Requests that block keep the page
    /// from being loaded, and so the browser from ending.
    private static final String SCRIPT = """
            function ask(method, path, body) {
                const request = new XMLHttpRequest();
                request.open(method, path, false);
                request.send(body);
                const paragraph = document.createElement("p");
                paragraph.textContent = request.responseText;
                document.body.append(paragraph);
                return request.responseText;
            }
            ask("POST", "/echo", "posted by a browser");
            while (!ask("GET", "/wait").includes("resumed=true")) {
            }
            """;
    private static final long WAIT_MILLIS = 100;

    static {
        // A connection that it closes while idle might just carry the next request: that is not what is tested here.
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private OtherUpstream(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, 404, "text/plain", "nothing here\n".getBytes(UTF_8)));
        server.createContext("/page", exchange -> answer(exchange, 200, "text/html", PAGE.getBytes(UTF_8)));
        server.createContext("/later.js", exchange -> answer(exchange, 200, "text/javascript", SCRIPT.getBytes(UTF_8)));
        server.createContext("/hello", exchange -> answer(exchange, 200, "text/plain", seen(exchange)));
        server.createContext("/wait", OtherUpstream::answerLater);
        server.createContext("/echo", exchange -> answer(exchange, 200, "application/octet-stream",
                exchange.getRequestBody().readAllBytes()));
        server.start();
    }

    static OtherUpstream start() throws IOException {
        return new OtherUpstream(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64));
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// So that a client that asks again and again does not ask thousands of times.
    private static void answerLater(HttpExchange exchange) throws IOException {
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            throw new IOException("the upstream ends", e);
        }
        answer(exchange, 200, "text/plain", seen(exchange));
    }

    private static byte[] seen(HttpExchange exchange) {
        return ("%s tls=%s resumed=%s early=%s " + END + "%n").formatted(exchange.getRequestMethod(),
                field(exchange, "X-Postern-Tls-Version"), field(exchange, "X-Postern-Tls-Resumed"),
                field(exchange, "Early-Data")).getBytes(UTF_8);
    }

    private static String field(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "none" : value;
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
