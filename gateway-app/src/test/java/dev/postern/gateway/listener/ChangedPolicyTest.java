package dev.postern.gateway.listener;

import com.sun.net.httpserver.HttpServer;
import dev.postern.gateway.SharedGateway;
import dev.postern.gateway.TestGateway;
import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.pem.PemText;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.socket.EngineSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A connection does not outlive the policy it was opened under. The attacker connected before the host began to ask for certificates.
@Timeout(60)
@ExtendWith(SharedGateway.class)
class ChangedPolicyTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NAME = "changed-policy.example";
    private static final String GET = "GET / HTTP/1.1\r\nHost: " + NAME + "\r\n\r\n";

    @Test
    void aConnectionFromBeforeItsHostAskedForCertificatesCarriesNothingMore(TestGateway gateway) throws Exception {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("proof".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        upstream.start();
        WebTestClient admin = gateway.admin();
        String host = host(admin, upstream.getAddress().getPort());
        try (EngineSocket client = new EngineSocket(gateway.bean(ResumptionServices.class).environment(),
                gateway.bean(GatewayDataPlane.class).address(0).getPort(),
                TlsClientConfig.to(NAME).applicationProtocols("http/1.1").build())) {
            client.handshake().send(GET);
            client.untilText("proof");

            send(admin, HttpMethod.PATCH, "/api/v1/hosts/" + host, "{\"tls\":{\"clientAuth\":\"require\","
                    + "\"trustBundleId\":\"" + trustBundle(admin) + "\"}}", etag(admin, host));
            client.send(GET);

            assertThat(client.untilText("HTTP/1.1 421")).containsOnlyOnce("proof").contains("has changed");
        } finally {
            upstream.stop(0);
        }
    }

    private static String host(WebTestClient admin, int upstreamPort) {
        String certificate = id(send(admin, HttpMethod.POST, "/api/v1/certificates",
                "{\"name\":\"changed-policy\",\"selfSigned\":{\"dnsNames\":[\"" + NAME + "\"]}}", null));
        String upstream = id(send(admin, HttpMethod.POST, "/api/v1/upstreams",
                "{\"name\":\"changed-policy\",\"endpoints\":[{\"url\":\"http://127.0.0.1:" + upstreamPort + "\"}]}",
                null));
        String host = id(
                send(admin, HttpMethod.POST, "/api/v1/hosts", "{\"name\":\"changed-policy\",\"serverNames\":[\""
                        + NAME + "\"],\"certificateIds\":[\"" + certificate + "\"]}", null));
        send(admin, HttpMethod.POST, "/api/v1/hosts/" + host + "/routes",
                "{\"name\":\"all\",\"match\":{\"pathPrefix\":\"/\"},\"upstreamId\":\"" + upstream + "\"}", null);
        return host;
    }

    private static String trustBundle(WebTestClient admin) {
        String pem = PemText.of(List.of(DevelopmentAuthority.create(Instant.now()).certificate()));
        return id(send(admin, HttpMethod.POST, "/api/v1/trust-bundles",
                JSON.writeValueAsString(Map.of("name", "changed-policy", "pem", pem)), null));
    }

    private static String etag(WebTestClient admin, String host) {
        String tag = admin.get().uri("/api/v1/hosts/" + host).exchange().expectBody(String.class).returnResult()
                .getResponseHeaders().getETag();
        return tag == null ? "" : tag;
    }

    private static String id(JsonNode created) {
        return created.path("id").asString("");
    }

    private static JsonNode send(WebTestClient admin, HttpMethod method, String path, String body,
            @Nullable String ifMatch) {
        WebTestClient.RequestBodySpec request = admin.method(method).uri(path);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        EntityExchangeResult<String> result = request
                .contentType(HttpMethod.PATCH.equals(method) ? MediaType.valueOf("application/merge-patch+json")
                        : MediaType.APPLICATION_JSON)
                .bodyValue(body).exchange().expectBody(String.class).returnResult();
        String text = result.getResponseBody();
        assertThat(result.getStatus().is2xxSuccessful()).as(path + ": " + text).isTrue();
        return JSON.readTree(text == null ? "{}" : text);
    }
}
