package dev.postern.gateway.scenario;

import javax.net.ssl.SSLContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Clients that verify whom they speak to and ask about 200 times a second together. One failure is one too many, so nobody tries again.
final class SteadyLoad implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(40);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HOST = "localhost";

    /// How a client asks.
    enum Kind {
        KEPT_HTTP1(3),
        NEW_HTTP1(1),
        KEPT_HTTP2(3),
        NEW_HTTP2(1);

        private final int clients;

        Kind(int clients) {
            this.clients = clients;
        }
    }

    private final int port;
    private final SSLContext tls;
    private final HttpClient kept;
    private final Map<Kind, AtomicInteger> answered = new EnumMap<>(Kind.class);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> http2Connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger askedToGo = new AtomicInteger();
    private final List<Thread> clients = new ArrayList<>();
    private final long startedNanos = System.nanoTime();
    private volatile boolean stopping;

    SteadyLoad(int port, X509Certificate authority) throws IOException, InterruptedException {
        this.port = port;
        this.tls = JdkClient.trusting(authority);
        this.kept = http2Client();
        // Clients that start at once would each open a connection before there is one to share.
        http2Connections.add(ask(kept));
        for (Kind kind : Kind.values()) {
            answered.put(kind, new AtomicInteger());
            for (int i = 0; i < kind.clients; i++) {
                clients.add(Thread.ofPlatform().name(kind + "-" + i).start(() -> run(kind)));
            }
        }
    }

    private HttpClient http2Client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(tls).connectTimeout(PATIENCE)
                .build();
    }

    private void run(Kind kind) {
        try {
            switch (kind) {
                case KEPT_HTTP1 -> keepOneConnection();
                case NEW_HTTP1 -> repeat(kind, () -> {
                    try (JdkClient client = new JdkClient(tls, HOST, port)) {
                        check(client.get(HOST, "/"));
                    }
                });
                case KEPT_HTTP2 -> repeat(kind, () -> http2Connections.add(ask(kept)));
                case NEW_HTTP2 -> repeat(kind, () -> {
                    try (HttpClient client = http2Client()) {
                        ask(client);
                    }
                });
            }
        } catch (IOException | InterruptedException | RuntimeException failure) {
            failures.add(kind + " after " + answered.get(kind) + ": " + failure);
        }
    }

    /// Goes on over a new connection when, and only when, the gateway asked for that with an answer.
    private void keepOneConnection() throws IOException, InterruptedException {
        JdkClient[] client = {new JdkClient(tls, HOST, port)};
        try {
            repeat(Kind.KEPT_HTTP1, () -> {
                String answer = client[0].get(HOST, "/");
                check(answer);
                if (answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n")) {
                    askedToGo.incrementAndGet();
                    client[0].close();
                    client[0] = new JdkClient(tls, HOST, port);
                }
            });
        } finally {
            client[0].close();
        }
    }

    /// One request.
    @FunctionalInterface
    private interface Exchange {
        void run() throws IOException, InterruptedException;
    }

    private void repeat(Kind kind, Exchange exchange) throws IOException, InterruptedException {
        long next = System.nanoTime();
        while (!stopping) {
            exchange.run();
            answered.get(kind).incrementAndGet();
            next = Math.max(next + PACE.toNanos(), System.nanoTime() - PATIENCE.toNanos());
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private static void check(String answer) throws IOException {
        if (!answer.startsWith("HTTP/1.1 200 ") || !answer.endsWith("fine")) {
            throw new IOException("answered " + answer);
        }
    }

    /// @return which connection it was
    private String ask(HttpClient client) throws IOException, InterruptedException {
        HttpResponse<String> answer = client
                .send(HttpRequest.newBuilder(URI.create("https://" + HOST + ":" + port + "/"))
                        .timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().equals("fine")
                || answer.version() != HttpClient.Version.HTTP_2) {
            throw new IOException("answered " + answer + " " + answer.body());
        }
        return answer.connectionLabel().orElseThrow();
    }

    private int total() {
        return answered.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    void awaitEveryKind() throws InterruptedException {
        Await.until("not every kind of client was answered", () -> !failures.isEmpty()
                || answered.values().stream().allMatch(count -> count.get() > 0));
    }

    void awaitMore(int requests) throws InterruptedException {
        int wanted = total() + requests;
        Await.until("no " + requests + " more answers", () -> !failures.isEmpty() || total() >= wanted);
    }

    void stop() throws InterruptedException {
        stopping = true;
        for (Thread client : clients) {
            client.join();
        }
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /// How often a kept HTTP/1.1 connection was ended by the gateway, in good order.
    int askedToGo() {
        return askedToGo.get();
    }

    Set<String> keptHttp2Connections() {
        return Set.copyOf(http2Connections);
    }

    String report() {
        return total() + " requests in " + Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() + " ms: "
                + answered;
    }

    @Override
    public void close() throws InterruptedException {
        stop();
        kept.close();
    }
}
