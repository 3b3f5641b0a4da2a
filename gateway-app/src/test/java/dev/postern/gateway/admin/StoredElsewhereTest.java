package dev.postern.gateway.admin;

import dev.postern.gateway.TestGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// What was stored under other conditions than those of now: by a newer release, or under higher ceilings.
class StoredElsewhereTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    @TempDir
    Path folder;
    private TestGateway gateway;
    private String upstream;
    private String host;

    @BeforeEach
    void storeAHost() {
        gateway = TestGateway.start(folder);
        upstream = send(HttpMethod.POST, "/api/v1/upstreams",
                "{'name':'u','endpoints':[{'url':'http://127.0.0.1:1'}]}", 201).path("id").asString("");
        String certificate = send(HttpMethod.POST, "/api/v1/certificates",
                "{'name':'c','selfSigned':{'dnsNames':['a.example']}}", 201).path("id").asString("");
        host = send(HttpMethod.POST, "/api/v1/hosts",
                ("{'name':'a','serverNames':['a.example'],'certificateIds':['%s'],"
                        + "'tls':{'ticketLifetime':'PT20H'},'earlyData':{'accept':true,'freshnessWindow':'PT10S'}}")
                        .formatted(certificate),
                201).path("id").asString("");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private JsonNode send(HttpMethod method, String path, String body, int status) {
        EntityExchangeResult<String> result = gateway.admin().method(method).uri(path)
                .header(HttpHeaders.IF_MATCH, "*")
                .contentType(HttpMethod.PATCH.equals(method) ? MediaType.valueOf("application/merge-patch+json")
                        : MediaType.APPLICATION_JSON)
                .bodyValue(body.replace('\'', '"')).exchange().expectBody(String.class).returnResult();
        String text = String.valueOf(result.getResponseBody());
        assertThat(result.getStatus().value()).as(text).isEqualTo(status);
        return JSON.readTree(text);
    }

    private void refusesAsNotReadable(HttpMethod method, String path, String body) {
        JsonNode problem = send(method, path, body, 409);
        assertThat(problem.path("type").asString("")).isEqualTo("urn:postern:problem:not-readable-here");
        assertThat(problem.path("detail").asString("")).contains("host 'a'", "fromTheFuture");
    }

    @Test
    void aFieldOfANewerReleaseIsNoFaultOfWhoAsks() {
        gateway.bean(JdbcClient.class)
                .sql("update document set body = replace(body, '{\"name\"', '{\"fromTheFuture\":1,\"name\"') where id = ?")
                .param(host).update();
        String one = "/api/v1/hosts/" + host;
        refusesAsNotReadable(HttpMethod.GET, one, "");
        refusesAsNotReadable(HttpMethod.GET, "/api/v1/hosts", "");
        refusesAsNotReadable(HttpMethod.PATCH, one, "{'name':'b'}");
        refusesAsNotReadable(HttpMethod.POST, one + "/routes", "{'name':'r','upstreamId':'" + upstream + "'}");
        assertThat(send(HttpMethod.PATCH, one, "{'unknown':1}", 409)).as("the reason of before").isNotEmpty();
    }

    @Test
    void aFieldThatNobodyKnowsIsTheFaultOfWhoSentIt() {
        assertThat(send(HttpMethod.PATCH, "/api/v1/hosts/" + host, "{'fromTheFuture':1}", 400).path("type")
                .asString("")).isEqualTo("urn:postern:problem:unreadable-body");
    }

    private void lowerTheCeilings() {
        gateway.close();
        gateway = TestGateway.start(folder, "--postern.replay.window=5s", "--postern.tickets.lifetime=1h");
    }

    @Test
    void aCeilingThatCameDownIsInNobodysWay() {
        lowerTheCeilings();
        JsonNode patched = send(HttpMethod.PATCH, "/api/v1/hosts/" + host, "{'earlyData':{'acceptPercent':0}}", 200);
        assertThat(patched.path("earlyData").path("acceptPercent").asInt(-1)).isZero();
        assertThat(patched.path("earlyData").path("freshnessWindow").asString("")).as("in force").isEqualTo("PT5S");
        assertThat(patched.path("tls").path("ticketLifetime").asString("")).as("in force").isEqualTo("PT1H");
    }

    @Test
    void aValueThatIsNewIsBelowTheCeilingOfNow() {
        lowerTheCeilings();
        JsonNode problem = send(HttpMethod.PATCH, "/api/v1/hosts/" + host,
                "{'tls':{'ticketLifetime':'PT19H'},'earlyData':{'freshnessWindow':'PT9S'}}", 422);
        assertThat(problem.path("errors").toString()).contains("/tls/ticketLifetime", "/earlyData/freshnessWindow");
    }
}
