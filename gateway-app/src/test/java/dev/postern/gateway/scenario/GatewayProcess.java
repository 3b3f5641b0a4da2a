package dev.postern.gateway.scenario;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The gateway's jar in a process of its own.
final class GatewayProcess implements AutoCloseable {
    private static final Path JAR = Path.of("").toAbsolutePath().resolve("target/gateway-app.jar");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long PAUSE_MILLIS = 50;

    private final Process process;
    private final Path data;
    private final Path log;
    private final int dataPort;
    private final int adminPort;

    /// Returns when it is ready.
    ///
    /// @param settings more of them, as on the command line
    GatewayProcess(Path data, Path log, int port, String... settings) throws IOException, InterruptedException {
        this(Map.of(), data, log, port, settings);
    }

    /// @param environment more of it
    GatewayProcess(Map<String, String> environment, Path data, Path log, int port, String... settings)
            throws IOException, InterruptedException {
        this.data = data;
        this.log = log;
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-jar", JAR.toString(), "--postern.data-dir=" + data,
                        "--server.port=0", "--postern.listeners[0].bind=127.0.0.1:" + port));
        command.addAll(List.of(settings));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        this.process = builder.start();
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!said().contains("The admin token lies in") && process.isAlive() && System.nanoTime() < endNanos) {
            Thread.sleep(PAUSE_MILLIS);
        }
        dataPort = portIn("Listener data: 127\\.0\\.0\\.1:(\\d+)");
        adminPort = portIn("Admin UI: https://[^/]*:(\\d+)/");
    }

    private int portIn(String line) throws IOException {
        Matcher found = Pattern.compile(line).matcher(said());
        if (!found.find()) {
            close();
            throw new AssertionError("the gateway did not start: " + said());
        }
        return Integer.parseInt(found.group(1));
    }

    String said() throws IOException {
        return Files.readString(log);
    }

    int port() {
        return dataPort;
    }

    OperatedGateway operated() {
        return new OperatedGateway(this::admin, dataPort);
    }

    private WebTestClient admin() {
        try (InputStream pem = Files.newInputStream(data.resolve("admin-cert.pem"))) {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(pem);
            HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                    .sslContext(JdkClient.trusting(certificate)).build();
            return WebTestClient.bindToServer(new JdkClientHttpConnector(http))
                    .baseUrl("https://localhost:" + adminPort)
                    .responseTimeout(PATIENCE).defaultHeader(HttpHeaders.AUTHORIZATION,
                            "Bearer " + Files.readString(data.resolve("admin-token")).strip())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether the admin plane answers what needs the database.
    boolean hasItsDatabase() {
        return admin().get().uri("/api/v1/hosts").exchange().returnResult(byte[].class).getStatus().is2xxSuccessful();
    }

    /// How the admin plane answers a write, an upstream of a name of its own.
    ///
    /// @return the status
    int writesAnswer() {
        return admin().post().uri("/api/v1/upstreams").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", "written " + System.nanoTime(), "endpoints",
                        List.of(Map.of("url", "http://127.0.0.1:1"))))
                .exchange().returnResult(byte[].class).getStatus().value();
    }

    boolean isReady() {
        return admin().get().uri("/readyz").exchange().returnResult(byte[].class).getStatus().is2xxSuccessful();
    }

    /// Names of the keys whose tickets it opens, the one that seals first.
    List<String> ticketKeys() {
        List<String> names = new ArrayList<>();
        operated().json("/api/v1/ticket-keys").path("items").forEach(key -> {
            boolean seals = key.path("role").asString("").equals("current");
            names.add(seals ? 0 : names.size(), key.path("id").asString(""));
        });
        return names;
    }

    /// How many it has done.
    double handshakes() {
        return operated().text("/actuator/prometheus").lines()
                .filter(line -> line.startsWith("postern_tls_handshakes_seconds_count"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    boolean hasSaid(String text) {
        try {
            return said().contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// It stands still until [#goOn]: its connections stay, and nothing is answered.
    void standStill() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /// At once, as when it has no memory left: nothing is handed over, and nobody is told.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void sendSigterm() {
        process.destroy();
    }

    /// Sends SIGTERM and waits for the end.
    int terminate() throws InterruptedException {
        sendSigterm();
        return awaitExit();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the gateway did not end after SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
