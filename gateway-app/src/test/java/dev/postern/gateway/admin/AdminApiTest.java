package dev.postern.gateway.admin;

import dev.postern.gateway.SharedGateway;
import dev.postern.gateway.TestGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SharedGateway.class)
class AdminApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private WebTestClient admin;

    record Answer(int status, JsonNode body, HttpHeaders headers, String text) {
        String id() {
            return body.path("id").asString("");
        }

        String etag() {
            return Objects.requireNonNull(headers.getETag());
        }

        String problem() {
            return body.path("type").asString("").replace("urn:postern:problem:", "");
        }

        String pointer() {
            return body.path("errors").path(0).path("pointer").asString("none");
        }

        String code() {
            return body.path("errors").path(0).path("code").asString("none");
        }
    }

    @BeforeEach
    void signIn(TestGateway gateway) {
        admin = gateway.admin();
    }

    private Answer send(HttpMethod method, String path, String body, String... headers) {
        WebTestClient.RequestBodySpec request = admin.method(method).uri(path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        EntityExchangeResult<String> result = request.exchange().expectBody(String.class).returnResult();
        String text = result.getResponseBody() == null ? "" : result.getResponseBody();
        JsonNode json = text.startsWith("{") ? JSON.readTree(text) : JSON.createObjectNode();
        return new Answer(result.getStatus().value(), json, result.getResponseHeaders(), text);
    }

    private Answer get(String path) {
        return send(HttpMethod.GET, path, null);
    }

    private Answer post(String path, String body) {
        return send(HttpMethod.POST, path, body);
    }

    private static String name() {
        return "n" + UUID.randomUUID();
    }

    private Answer certificate(String... dnsNames) {
        return post("/api/v1/certificates", "{\"name\":\"" + name() + "\",\"selfSigned\":{\"dnsNames\":[\""
                + String.join("\",\"", dnsNames) + "\"]}}");
    }

    private Answer upstream(String name) {
        return post("/api/v1/upstreams",
                "{\"name\":\"" + name + "\",\"endpoints\":[{\"url\":\"http://127.0.0.1:8080\"}]}");
    }

    private static String host(String name, String serverName, String certificateId) {
        return "{\"name\":\"" + name + "\",\"serverNames\":[\"" + serverName + "\"],\"certificateIds\":[\""
                + certificateId + "\"]}";
    }

    @Test
    void aWholeWayFromCertificateToResolve() {
        String serverName = name() + ".example";
        Answer certificate = certificate(serverName);
        assertThat(certificate.status()).isEqualTo(201);
        assertThat(certificate.body().path("keyAlgorithm").asString("")).isEqualTo("ECDSA P-256");
        assertThat(certificate.headers().getLocation()).hasPath("/api/v1/certificates/" + certificate.id());
        Answer upstream = upstream(name());
        Answer host = post("/api/v1/hosts", host(name(), serverName.toUpperCase(Locale.ROOT) + ".", certificate.id()));
        assertThat(host.status()).as(host.text()).isEqualTo(201);
        assertThat(host.body().path("serverNames").path(0).asString("")).isEqualTo(serverName);
        Answer route = post("/api/v1/hosts/" + host.id() + "/routes",
                "{\"name\":\"api\",\"match\":{\"pathPrefix\":\"/api\"},\"upstreamId\":\"" + upstream.id()
                        + "\",\"earlyData\":\"allow\",\"timeouts\":{\"total\":\"unlimited\"}}");
        assertThat(route.status()).as(route.text()).isEqualTo(201);
        Answer resolved = get("/api/v1/resolve?sni=" + serverName + "&path=/x/../api/y");
        assertThat(resolved.body().path("routeId").asString("")).isEqualTo(route.id());
        assertThat(resolved.text()).contains("longest prefix").contains("allowHeld");
        assertThat(get("/api/v1/resolve?sni=" + serverName + "&path=/%2e%2e/api").body().path("status").asInt(0))
                .isEqualTo(400);
        assertThat(get("/api/v1/audit?resource=" + host.id()).body().path("items").path(0).path("action").asString(""))
                .isEqualTo("create");
    }

    @Test
    void malformedBodiesSayWhere() {
        Answer unknown = post("/api/v1/upstreams",
                "{\"name\":\"x\",\"endpoints\":[{\"url\":\"http://a\",\"wait\":1}]}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.problem()).isEqualTo("unreadable-body");
        assertThat(unknown.pointer()).isEqualTo("/endpoints/0/wait");
        assertThat(unknown.headers().getContentType()).hasToString("application/problem+json");
        assertThat(post("/api/v1/upstreams", "{").code()).isEqualTo("malformedJson");
        assertThat(post("/api/v1/upstreams", "").status()).isEqualTo(400);
        assertThat(post("/api/v1/upstreams", "null").status()).isBetween(400, 422);
        assertThat(post("/api/v1/upstreams", "[]").status()).isEqualTo(400);
        assertThat(post("/api/v1/upstreams", "{\"name\":\"a\",\"name\":\"b\"}").status()).isEqualTo(400);
        assertThat(post("/api/v1/upstreams", "{\"name\":1}").status()).isBetween(400, 422);
        assertThat(post("/api/v1/upstreams", "{\"protocol\":\"spdy\"}").pointer()).isEqualTo("/protocol");
        assertThat(post("/api/v1/upstreams", "{\"name\":\"" + "x".repeat(2 << 20) + "\"}").problem())
                .isEqualTo("too-large");
    }

    @Test
    void everyFaultIsToldAtOnce() {
        Answer answer = post("/api/v1/hosts", "{\"serverNames\":[\"a b\",\"*.example\",\"*.co.example\"],"
                + "\"certificateIds\":[\"crt_none\"],\"timeouts\":{\"header\":\"soon\"},\"earlyData\":{\"issueMaxBytes\":-1},"
                + "\"tls\":{\"clientAuth\":\"require\"}}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("invalid");
        assertThat(answer.text()).contains("/name", "/serverNames/0", "/serverNames/1", "/certificateIds/0",
                "/timeouts/header", "/earlyData/issueMaxBytes", "/tls/trustBundleId").doesNotContain("/serverNames/2");
    }

    @Test
    void aRateAndACeilingOutOfBoundsAreToldAndOthersAreShown() {
        Answer wrong = post("/api/v1/hosts",
                "{\"timeouts\":{\"anonymousTotal\":\"PT0S\",\"earlyBodyTotal\":\"soon\"}}");
        assertThat(wrong.text()).contains("/timeouts/anonymousTotal", "/timeouts/earlyBodyTotal", "notADuration");
        Answer certificate = certificate("y.example");
        String body = host(name(), name() + ".example", certificate.id());
        Answer host = post("/api/v1/hosts",
                body.substring(0, body.length() - 1) + ",\"timeouts\":{\"anonymousHeader\":\"PT5S\"}}");
        assertThat(host.text()).contains("\"anonymousHeader\":\"PT5S\"", "\"anonymousTotal\":\"unlimited\"");

        String routes = "/api/v1/hosts/" + host.id() + "/routes";
        String route = "{\"name\":\"r\",\"upstreamId\":\"" + upstream(name()).id() + "\",\"minimumRate\":";
        Answer slow = post(routes, route + "{\"requestBytesPerSecond\":-1,\"responseBytesPerSecond\":1073741825,"
                + "\"grace\":\"PT0.5S\"}}");
        assertThat(slow.status()).isEqualTo(422);
        assertThat(slow.text()).contains("/minimumRate/requestBytesPerSecond", "/minimumRate/responseBytesPerSecond",
                "/minimumRate/grace", "outOfRange");
        assertThat(post(routes, route + "{\"requestBytesPerSecond\":240}}").text()).contains(
                "\"minimumRate\":{\"requestBytesPerSecond\":240,\"responseBytesPerSecond\":0,\"grace\":\"PT10S\"}");
    }

    /// One database has no text with a NUL in it, the other has.
    @Test
    void aNulIsAFaultOfWhoSentIt() {
        Answer host = post("/api/v1/hosts", host(name(), name() + ".example", "\\u0000"));
        assertThat(host.status()).as(host.text()).isEqualTo(422);
        assertThat(host.pointer()).isEqualTo("/certificateIds/0");
        assertThat(get("/api/v1/hosts?after=AA").status()).isEqualTo(400);
        for (String filter : new String[]{"actor", "resource"}) {
            admin.get().uri("/api/v1/audit?" + filter + "={nul}", "\u0000").exchange().expectStatus().isBadRequest();
        }
    }

    @Test
    void whatIsNotBuiltSaysSo() {
        assertThat(post("/api/v1/hosts", "{\"mode\":\"passthrough\"}").problem()).isEqualTo("not-built");
        Answer old = post("/api/v1/hosts", "{\"tls\":{\"minVersion\":\"1.2\"}}");
        assertThat(old.problem()).isEqualTo("not-built");
        assertThat(old.pointer()).isEqualTo("/tls/minVersion");
    }

    @Test
    void namesAreUnique() {
        String name = name();
        assertThat(upstream(name).status()).isEqualTo(201);
        Answer second = upstream(name);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem()).isEqualTo("name-taken");
        Answer certificate = certificate("x.example");
        String serverName = name() + ".example";
        assertThat(post("/api/v1/hosts", host(name(), serverName, certificate.id())).status()).isEqualTo(201);
        Answer other = post("/api/v1/hosts", host(name(), serverName.toUpperCase(Locale.ROOT), certificate.id()));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.pointer()).isEqualTo("/serverNames");
    }

    @Test
    void changesNeedTheVersionThatWasRead() {
        Answer made = upstream(name());
        String path = "/api/v1/upstreams/" + made.id();
        String patch = "{\"earlyDataAware\":true}";
        assertThat(send(HttpMethod.PATCH, path, patch).problem()).isEqualTo("if-match-required");
        assertThat(send(HttpMethod.PATCH, path, patch, "If-Match", "\"1-stale\"").problem()).isEqualTo("stale");
        assertThat(send(HttpMethod.PATCH, path, patch, "If-Match", "W/" + made.etag()).problem()).isEqualTo("stale");
        Answer changed = send(HttpMethod.PATCH, path, patch, "If-Match", made.etag());
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().path("earlyDataAware").asBoolean(false)).isTrue();
        assertThat(changed.etag()).isNotEqualTo(made.etag()).isEqualTo(get(path).etag());
        assertThat(send(HttpMethod.DELETE, path, null).status()).isEqualTo(428);
        assertThat(send(HttpMethod.DELETE, path, null, "If-Match", made.etag()).status()).isEqualTo(412);
        assertThat(send(HttpMethod.DELETE, path, null, "If-Match", changed.etag()).status()).isEqualTo(204);
        assertThat(get(path).problem()).isEqualTo("not-found");
    }

    @Test
    void ofTwoWritersWithOneVersionExactlyOneWins() {
        Answer made = upstream(name());
        String path = "/api/v1/upstreams/" + made.id();
        List<Future<Integer>> racers;
        // Threads of their own: the client under the test client answers on the common pool, which racers there would fill.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            racers = IntStream.range(0, 8).mapToObj(i -> threads.submit(() -> send(HttpMethod.PATCH, path,
                    "{\"endpoints\":[{\"url\":\"http://127.0.0.1:" + (9000 + i) + "\"}]}", "If-Match", made.etag())
                    .status())).toList();
        }
        assertThat(racers.stream().map(Future::resultNow)).containsOnlyOnce(200).contains(412)
                .allMatch(status -> status == 200 || status == 412);
    }

    @Test
    void aMergePatchRemovesWithNull() {
        Answer made = post("/api/v1/upstreams", "{\"name\":\"" + name()
                + "\",\"protocol\":\"h2\",\"endpoints\":[{\"url\":\"https://a.example\"}],\"tls\":{\"serverName\":\"B.example\"}}");
        String path = "/api/v1/upstreams/" + made.id();
        assertThat(made.body().path("tls").path("serverName").asString("")).isEqualTo("b.example");
        Answer changed = send(HttpMethod.PATCH, path, "{\"tls\":{\"serverName\":null},\"protocol\":null}", "If-Match",
                made.etag());
        assertThat(changed.body().path("tls").has("serverName")).isFalse();
        assertThat(changed.body().path("protocol").asString("")).isEqualTo("auto");
        assertThat(send(HttpMethod.PATCH, path, "{\"nonsense\":1}", "If-Match", changed.etag()).pointer())
                .isEqualTo("/nonsense");
    }

    @Test
    void aDryRunChangesNothing() {
        String name = name();
        Answer tried = post("/api/v1/upstreams?dryRun=true",
                "{\"name\":\"" + name + "\",\"endpoints\":[{\"url\":\"http://127.0.0.1:1\"}]}");
        assertThat(tried.status()).isEqualTo(200);
        assertThat(get("/api/v1/upstreams/" + tried.id()).status()).isEqualTo(404);
        assertThat(get("/api/v1/audit?resource=" + tried.id()).body().path("items")).isEmpty();
        Answer made = upstream(name);
        assertThat(made.status()).isEqualTo(201);
        assertThat(send(HttpMethod.DELETE, "/api/v1/upstreams/" + made.id() + "?dryRun=true", null, "If-Match",
                made.etag()).status()).isEqualTo(204);
        assertThat(get("/api/v1/upstreams/" + made.id()).status()).isEqualTo(200);
        assertThat(post("/api/v1/upstreams?dryRun=true", "{}").status()).isEqualTo(422);
    }

    @Test
    void whatIsInUseStays() {
        Answer certificate = certificate("u.example");
        Answer upstream = upstream(name());
        String hostName = name();
        Answer host = post("/api/v1/hosts", host(hostName, name() + ".example", certificate.id()));
        post("/api/v1/hosts/" + host.id() + "/routes",
                "{\"name\":\"r\",\"upstreamId\":\"" + upstream.id() + "\"}");
        Answer refused = send(HttpMethod.DELETE, "/api/v1/certificates/" + certificate.id(), null, "If-Match",
                certificate.etag());
        assertThat(refused.problem()).isEqualTo("in-use");
        assertThat(refused.body().path("usedBy").path(0).asString("")).isEqualTo(hostName);
        assertThat(send(HttpMethod.DELETE, "/api/v1/upstreams/" + upstream.id(), null, "If-Match", upstream.etag())
                .problem()).isEqualTo("in-use");
        assertThat(send(HttpMethod.DELETE, "/api/v1/hosts/" + host.id(), null, "If-Match", host.etag()).status())
                .isEqualTo(204);
        assertThat(send(HttpMethod.DELETE, "/api/v1/upstreams/" + upstream.id(), null, "If-Match", upstream.etag())
                .status()).isEqualTo(204);
    }

    @Test
    void certificatesAreReplacedInPlaceAndBack() {
        Answer first = certificate("v.example");
        String path = "/api/v1/certificates/" + first.id();
        Answer second = post(path + "/versions", "{\"selfSigned\":{\"dnsNames\":[\"w.example\"]}}");
        assertThat(second.status()).as(second.text()).isEqualTo(201);
        assertThat(get(path).body().path("dnsNames").path(0).asString("")).isEqualTo("w.example");
        assertThat(get(path + "/versions").body().path("items")).hasSize(2);
        Answer back = post(path + "/versions/1/activate", null);
        assertThat(back.body().path("version").asInt(0)).isEqualTo(1);
        assertThat(post(path + "/versions/7/activate", null).status()).isEqualTo(404);
        assertThat(get(path).body().path("spkiSha256")).isEqualTo(first.body().path("spkiSha256"));
        assertThat(get(path + "/usage").body().path("hosts")).isEmpty();
    }

    @Test
    void aBadCertificateIsRefusedWithFindings() {
        Answer good = certificate("z.example");
        String chain = get("/api/v1/certificates/" + good.id() + "/chain.pem").text();
        assertThat(chain).startsWith("-----BEGIN CERTIFICATE-----");
        Answer keyless = post("/api/v1/certificates",
                JSON.writeValueAsString(JSON.createObjectNode().put("name", name()).put("chainPem", chain)));
        assertThat(keyless.status()).isEqualTo(422);
        assertThat(keyless.problem()).isEqualTo("certificate-refused");
        assertThat(keyless.body().path("findings").path(0).path("code").asString("")).isEqualTo("noPrivateKey");
        assertThat(
                post("/api/v1/certificates", "{\"name\":\"" + name() + "\",\"chainPem\":\"x\",\"privateKeyPem\":\"y\"}")
                        .code())
                .isEqualTo("noCertificate");
        assertThat(post("/api/v1/certificates", "{\"name\":\"" + name() + "\"}").code()).isEqualTo("required");
    }

    @Test
    void noAnswerHoldsAPrivateKey() {
        Answer made = certificate("k.example");
        String all = made.text() + get("/api/v1/certificates").text()
                + get("/api/v1/audit?resource=" + made.id()).text()
                + get("/api/v1/certificates/" + made.id() + "/versions").text();
        assertThat(all).doesNotContain("PRIVATE KEY").doesNotContainIgnoringCase("privateKey\":");
    }

    @Test
    void listsGoOnWhereTheyEnded() {
        String prefix = name();
        for (int i = 0; i < 3; i++) {
            upstream(prefix + i);
        }
        Answer page = get("/api/v1/upstreams?limit=1");
        assertThat(page.body().path("items")).hasSize(1);
        Answer next = get("/api/v1/upstreams?limit=1&after=" + page.body().path("next").asString(""));
        assertThat(next.body().path("items").path(0)).isNotEqualTo(page.body().path("items").path(0));
        assertThat(get("/api/v1/upstreams?limit=0").problem()).isEqualTo("invalid-request");
        assertThat(get("/api/v1/upstreams?limit=many").problem()).isEqualTo("invalid-request");
        assertThat(get("/api/v1/upstreams?after=%2A").problem()).isEqualTo("invalid-request");
        Answer audit = get("/api/v1/audit?limit=1");
        assertThat(get("/api/v1/audit?limit=1&after=" + audit.body().path("next").asString("")).body().path("items")
                .path(0)).isNotEqualTo(audit.body().path("items").path(0));
    }

    @Test
    void nothingElseIsThere() {
        assertThat(get("/api/v1/nothing").problem()).isEqualTo("not-found");
        assertThat(get("/api/v1/hosts/hst_none/routes").problem()).isEqualTo("not-found");
        assertThat(send(HttpMethod.PUT, "/api/v1/upstreams", "{}").problem()).isEqualTo("method-not-allowed");
        assertThat(admin.post().uri("/api/v1/upstreams").contentType(MediaType.TEXT_PLAIN).bodyValue("x").exchange()
                .expectStatus().isEqualTo(415)).isNotNull();
        for (String off : new String[]{"env", "configprops", "heapdump", "threaddump", "beans", "loggers",
            "shutdown"}) {
            assertThat(get("/actuator/" + off).status()).as(off).isEqualTo(404);
        }
        for (String on : new String[]{"health", "info", "metrics", "prometheus", "tlshandshakes", "tlscertificates",
            "tlstickets", "earlydata", "tlscrypto"}) {
            assertThat(get("/actuator/" + on).status()).as(on).isEqualTo(200);
        }
    }

    @Test
    void ticketKeysRotateAndShowNoMaterial() {
        Answer before = get("/api/v1/ticket-keys");
        String next = before.body().path("items").path(0).path("id").asString("");
        assertThat(before.body().path("items").path(0).path("role").asString("")).isEqualTo("next");
        post("/api/v1/ticket-keys/rotate?dryRun=true", null);
        assertThat(get("/api/v1/ticket-keys").body().path("items").path(0).path("id").asString("")).isEqualTo(next);
        Answer after = post("/api/v1/ticket-keys/rotate", null);
        assertThat(after.body().path("items").path(1).path("id").asString("")).isEqualTo(next);
        assertThat(after.body().path("items")).hasSize(3);
        assertThat(get("/api/v1/audit?resource=ring").body().path("items").path(0).path("action").asString(""))
                .isEqualTo("rotate");
    }

    @Test
    void everyRevisionRises() {
        long first = upstream(name()).body().path("revision").asLong(0);
        long second = upstream(name()).body().path("revision").asLong(0);
        assertThat(second).isGreaterThan(first);
    }
}
