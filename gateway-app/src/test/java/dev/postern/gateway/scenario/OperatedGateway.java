package dev.postern.gateway.scenario;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.listener.GatewayDataPlane;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/// A whole gateway that a test configures as its operator would, over REST.
final class OperatedGateway implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final Supplier<WebTestClient> admin;
    private final int port;
    private final IntSupplier connections;
    private final @Nullable TestGateway here;
    private final Runnable stop;

    /// One in this JVM.
    OperatedGateway(Path folder, String... settings) {
        this(folder, Clock.systemUTC(), settings);
    }

    OperatedGateway(Path folder, Clock clock, String... settings) {
        TestGateway gateway = TestGateway.start(folder, clock, settings);
        admin = gateway::admin;
        GatewayDataPlane plane = gateway.bean(GatewayDataPlane.class);
        port = plane.address(0).getPort();
        connections = plane::connections;
        here = gateway;
        stop = gateway::close;
    }

    OperatedGateway(Supplier<WebTestClient> admin, int port) {
        this.admin = admin;
        this.port = port;
        this.connections = () -> {
            throw new IllegalStateException("another process does not tell");
        };
        this.here = null;
        this.stop = () -> {
        };
    }

    int port() {
        return port;
    }

    /// Of a gateway in this JVM.
    <T> T bean(Class<T> type) {
        return Objects.requireNonNull(here, "it is another process").bean(type);
    }

    /// Engages or releases the kill switch of early data.
    void killSwitch(boolean engaged) {
        EntityExchangeResult<byte[]> answer = admin.get().put().uri("/api/v1/early-data/kill-switch")
                .header("If-Match", "*").contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"engaged\":" + engaged + "}").exchange().expectBody().returnResult();
        assertThat(answer.getStatus().value()).isEqualTo(200);
    }

    /// Reads its settings again.
    void refresh() {
        admin.get().post().uri("/actuator/refresh").exchange().expectStatus().isOk();
    }

    /// How its gate stands.
    JsonNode gate() {
        return json("/api/v1/early-data");
    }

    void awaitGate(String reason) throws InterruptedException {
        Await.until("the gate is not shut by " + reason, () -> gate().path("reason").asString("").equals(reason));
    }

    void awaitOpenGate() throws InterruptedException {
        Await.until("the gate does not open", () -> gate().path("open").asBoolean(false)
                && gate().path("underWay").isEmpty());
    }

    /// Connections to its data plane that are open now.
    int connections() {
        return connections.getAsInt();
    }

    /// @return the new object
    private JsonNode post(String path, Map<String, ?> body) {
        byte[] answer = admin.get().post().uri(path).contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(body)).exchange().expectBody().returnResult().getResponseBody();
        JsonNode made = JSON.readTree(Objects.requireNonNull(answer));
        assertThat(made.path("id").asString("")).as("%s", made).isNotEmpty();
        return made;
    }

    /// @return the id of the new object
    String make(String path, Map<String, ?> body) {
        return post(path, body).path("id").asString("");
    }

    /// @return why these fields of an object cannot be changed so
    String refusal(String path, Map<String, ?> fields) {
        return String.valueOf(admin.get().patch().uri(path).header("If-Match", "*")
                .contentType(MediaType.valueOf("application/merge-patch+json"))
                .bodyValue(JSON.writeValueAsString(fields)).exchange().expectStatus().isEqualTo(422)
                .expectBody(String.class).returnResult().getResponseBody());
    }

    String certificate(String name, Issued issued) {
        return post("/api/v1/certificates", pem(name, issued)).path("id").asString("");
    }

    /// The certificate in use from now on.
    void replaceCertificate(String id, Issued issued) {
        Map<String, String> version = pem("", issued);
        version.remove("name");
        post("/api/v1/certificates/" + id + "/versions", version);
    }

    private static Map<String, String> pem(String name, Issued issued) {
        StringBuilder chain = new StringBuilder();
        for (X509Certificate certificate : issued.chain()) {
            try {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return new HashMap<>(Map.of("name", name, "chainPem", chain.toString(), "privateKeyPem",
                pem("PRIVATE KEY", issued.privateKey().getEncoded())));
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }

    String upstream(String name, int port, boolean earlyDataAware) {
        return upstream(name, port, earlyDataAware, "http1");
    }

    String upstream(String name, int port, boolean earlyDataAware, String protocol) {
        return post("/api/v1/upstreams",
                Map.of("name", name, "protocol", protocol, "endpoints",
                        List.of(Map.of("url", "http://127.0.0.1:" + port)), "earlyDataAware", earlyDataAware))
                .path("id").asString("");
    }

    /// @param more further fields of the host
    String host(String serverName, String certificateId, Map<String, ?> more) {
        Map<String, Object> host = new HashMap<>(more);
        host.put("name", serverName);
        host.putIfAbsent("serverNames", List.of(serverName));
        host.put("certificateIds", List.of(certificateId));
        return post("/api/v1/hosts", host).path("id").asString("");
    }

    void route(String hostId, String pathPrefix, String upstreamId, String earlyData) {
        route(hostId, pathPrefix, upstreamId, earlyData, Map.of());
    }

    /// @param more further fields of the route
    void route(String hostId, String pathPrefix, String upstreamId, String earlyData, Map<String, ?> more) {
        Map<String, Object> route = new HashMap<>(more);
        route.putAll(Map.of("name", "route of " + pathPrefix, "match",
                Map.of("pathPrefix", pathPrefix), "upstreamId", upstreamId, "earlyData", earlyData));
        post("/api/v1/hosts/" + hostId + "/routes", route);
    }

    String trustBundle(String name, String pem) {
        return post("/api/v1/trust-bundles", Map.of("name", name, "pem", pem)).path("id").asString("");
    }

    /// Changes the only host.
    void patchHost(Map<String, ?> change) {
        JsonNode host = json("/api/v1/hosts").path("items").path(0);
        patch("/api/v1/hosts/" + host.path("id").asString(""), change);
    }

    /// Changes the only host's first route.
    void patchRoute(Map<String, ?> change) {
        String routes = "/api/v1/hosts/" + json("/api/v1/hosts").path("items").path(0).path("id").asString("")
                + "/routes";
        patch(routes + "/" + json(routes).path("items").path(0).path("id").asString(""), change);
    }

    /// Changes the only host's route of that name.
    void patchRoute(String name, Map<String, ?> change) {
        String routes = "/api/v1/hosts/" + json("/api/v1/hosts").path("items").path(0).path("id").asString("")
                + "/routes";
        for (JsonNode route : json(routes).path("items")) {
            if (route.path("name").asString("").equals(name)) {
                patch(routes + "/" + route.path("id").asString(""), change);
            }
        }
    }

    /// Changes some fields of an object.
    void patch(String path, Map<String, ?> change) {
        EntityExchangeResult<byte[]> answer = admin.get().patch().uri(path).header("If-Match", "*")
                .contentType(MediaType.valueOf("application/merge-patch+json"))
                .bodyValue(JSON.writeValueAsString(change)).exchange().expectBody().returnResult();
        assertThat(answer.getStatus().is2xxSuccessful())
                .as("%s", new String(Objects.requireNonNull(answer.getResponseBody()), StandardCharsets.UTF_8))
                .isTrue();
    }

    void rotateTicketKeys() {
        admin.get().post().uri("/api/v1/ticket-keys/rotate").exchange().expectStatus().isOk();
    }

    void revokeTicketKeys() {
        admin.get().post().uri("/api/v1/ticket-keys/revoke-all").exchange().expectStatus().isOk();
    }

    String text(String path) {
        return new String(Objects.requireNonNull(admin.get().get().uri(path).exchange().expectStatus().isOk()
                .expectBody().returnResult().getResponseBody()), StandardCharsets.UTF_8);
    }

    JsonNode json(String path) {
        return JSON.readTree(text(path));
    }

    /// A component of its health, which as a whole may be down.
    JsonNode health(String component) {
        byte[] answer = admin.get().get().uri("/actuator/health").exchange().expectBody().returnResult()
                .getResponseBody();
        return JSON.readTree(Objects.requireNonNull(answer)).path("components").path(component);
    }

    /// Waits for a line of the Prometheus endpoint that starts so.
    void awaitMeter(String line) throws InterruptedException {
        Await.until("no meter " + line,
                () -> text("/actuator/prometheus").lines().anyMatch(one -> one.startsWith(line)));
    }

    /// What a line of the Prometheus endpoint says that starts so, or 0.
    double meter(String name) {
        return text("/actuator/prometheus").lines().filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).sum();
    }

    @Override
    public void close() {
        stop.run();
    }
}
