package dev.postern.gateway.admin;

import dev.postern.gateway.SharedGateway;
import dev.postern.gateway.TestGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/// The early-data policy of hosts and routes over REST: presets, what overrides them, and what contradicts them.
@ExtendWith(SharedGateway.class)
class EarlyDataPolicyTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final String name = "n" + UUID.randomUUID();
    private WebTestClient admin;

    private record Answer(int status, JsonNode body, @Nullable String etag) {
        String id() {
            return body.path("id").asString("");
        }

        JsonNode early() {
            return body.path("earlyData");
        }

        String error(String field) {
            return body.path("errors").path(0).path(field).asString("none");
        }
    }

    @BeforeEach
    void signIn(TestGateway gateway) {
        admin = gateway.admin();
    }

    private Answer send(HttpMethod method, String path, @Nullable String body, @Nullable String ifMatch) {
        WebTestClient.RequestBodySpec request = admin.method(method).uri(path);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        if (body != null) {
            request.contentType(HttpMethod.PATCH.equals(method) ? MediaType.valueOf("application/merge-patch+json")
                    : MediaType.APPLICATION_JSON).bodyValue(body.replace('\'', '"'));
        }
        EntityExchangeResult<String> result = request.exchange().expectBody(String.class).returnResult();
        String text = result.getResponseBody();
        return new Answer(result.getStatus().value(), JSON.readTree(text == null ? "{}" : text),
                result.getResponseHeaders().getETag());
    }

    private Answer post(String path, String body) {
        return send(HttpMethod.POST, path, body, null);
    }

    private Answer get(String path) {
        return send(HttpMethod.GET, path, null, null);
    }

    /// @param more fields, each after a comma
    private Answer host(String more) {
        Answer certificate = post("/api/v1/certificates",
                "{'name':'c" + UUID.randomUUID() + "','selfSigned':{'dnsNames':['" + name + ".example']}}");
        return post("/api/v1/hosts", "{'name':'" + name + "','serverNames':['" + name + ".example'],'certificateIds':['"
                + certificate.id() + "']" + more + "}");
    }

    private Answer route(Answer host, String more) {
        Answer upstream = post("/api/v1/upstreams",
                "{'name':'u" + UUID.randomUUID()
                        + "','endpoints':[{'url':'http://127.0.0.1:8080'}],'earlyDataAware':true}");
        return post("/api/v1/hosts/" + host.id() + "/routes",
                "{'name':'r" + UUID.randomUUID() + "','upstreamId':'" + upstream.id() + "'" + more + "}");
    }

    private String resolved(String method) {
        return get("/api/v1/resolve?sni=" + name + ".example&method=" + method).body().toString();
    }

    @Test
    void withoutAPresetNothingIsIssuedOrLetInAndRoutesHold() {
        Answer host = host("");
        assertThat(host.early().path("accept").asBoolean(true)).isFalse();
        assertThat(host.early().path("issueMaxBytes").asInt(-1)).isZero();
        assertThat(host.early().path("freshnessWindow").asString("")).isEqualTo("PT10S");
        assertThat(host.early().has("preset")).isFalse();
        assertThat(host.body().path("tls").path("ticketLifetime").asString("")).isEqualTo("PT24H");
        assertThat(route(host, "").early().asString("")).isEqualTo("hold");
        assertThat(resolved("GET")).contains("early data: not accepted").contains("early requests: hold");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            off        | false | 0     | hold  | []                         | true  | not accepted
            strict     | true  | 16384 | hold  | ["GET","HEAD","OPTIONS"]   | false | early requests: hold
            permissive | true  | 16384 | allow | ["GET","HEAD","OPTIONS"]   | true  | allow for GET, HEAD, OPTIONS, hold
            """)
    void aPresetIsShownAsWhatItExpandsTo(String preset, boolean accept, int bytes, String action, String methods,
            boolean query, String explained) {
        Answer host = host(",'earlyData':{'preset':'" + preset + "'}");
        assertThat(host.early().path("preset").asString("")).isEqualTo(preset);
        assertThat(host.early().path("accept").asBoolean(!accept)).isEqualTo(accept);
        assertThat(host.early().path("issueMaxBytes").asInt(-1)).isEqualTo(bytes);
        assertThat(host.early().path("acceptPercent").asInt(-1)).isEqualTo(100);
        Answer route = get("/api/v1/hosts/" + host.id() + "/routes/" + route(host, "").id());
        assertThat(route.early().asString("")).isEqualTo(action);
        assertThat(route.body().path("earlyDataMethods")).hasToString(methods);
        assertThat(route.body().path("earlyDataQuery").asBoolean(!query)).isEqualTo(query);
        assertThat(resolved("GET")).contains(explained);
    }

    @Test
    void ownFieldsOverrideAPreset() {
        Answer host = host(
                ",'earlyData':{'preset':'strict','acceptPercent':5,'issueMaxBytes':1024,'freshnessWindow':'PT3S'}");
        assertThat(host.early().path("acceptPercent").asInt(-1)).isEqualTo(5);
        assertThat(host.early().path("issueMaxBytes").asInt(-1)).isEqualTo(1024);
        assertThat(host.early().path("freshnessWindow").asString("")).isEqualTo("PT3S");
        assertThat(host.early().path("accept").asBoolean(false)).isTrue();
        Answer route = route(host, ",'earlyData':'allow','earlyDataMethods':['GET']");
        assertThat(route.early().asString("")).isEqualTo("allow");
        assertThat(route.body().path("earlyDataMethods")).hasToString("[\"GET\"]");
        assertThat(route.body().path("earlyDataQuery").asBoolean(true)).as("strict").isFalse();
        assertThat(resolved("GET")).contains("5 % accepted").contains("off by PT3S")
                .contains("allow for GET without a query, hold otherwise");
    }

    @Test
    void acceptMayBeTheWordShadowWhichIsAShareOfNothing() {
        Answer host = host(",'earlyData':{'accept':'shadow','issueMaxBytes':1024}");
        assertThat(host.early().path("accept").asBoolean(false)).isTrue();
        assertThat(host.early().path("acceptPercent").asInt(-1)).isZero();
        route(host, "");
        assertThat(resolved("GET")).contains("early data: shadow");
        Answer half = send(HttpMethod.PATCH, "/api/v1/hosts/" + host.id(), "{'earlyData':{'acceptPercent':50}}",
                host.etag());
        assertThat(half.early().path("acceptPercent").asInt(-1)).isEqualTo(50);
        Answer both = send(HttpMethod.PATCH, "/api/v1/hosts/" + host.id(),
                "{'earlyData':{'accept':'shadow','acceptPercent':50}}", half.etag());
        assertThat(both.status()).isEqualTo(422);
        assertThat(both.error("pointer")).isEqualTo("/earlyData/acceptPercent");
        Answer preset = send(HttpMethod.PATCH, "/api/v1/hosts/" + host.id(),
                "{'earlyData':{'preset':'strict','accept':'shadow'}}", half.etag());
        assertThat(preset.early().path("acceptPercent").asInt(-1)).isZero();
        assertThat(preset.early().path("issueMaxBytes").asInt(-1)).isEqualTo(1024);
    }

    @Test
    void whatAcceptCannotBeIsRefusedWithTheThreeThatItCan() {
        for (String wrong : List.of("'maybe'", "50", "'true'", "[]")) {
            Answer refused = host(",'earlyData':{'accept':" + wrong + "}");
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(refused.error("pointer")).isEqualTo("/earlyData/accept");
            assertThat(refused.body().toString()).contains("false, true, shadow");
        }
    }

    @Test
    void anotherPresetReplacesWhatTheFirstFilledInForTheHostAndItsRoutes() {
        Answer host = host(",'earlyData':{'preset':'permissive'}");
        String route = "/api/v1/hosts/" + host.id() + "/routes/" + route(host, "").id();
        assertThat(get(route).early().asString("")).isEqualTo("allow");
        Answer changed = send(HttpMethod.PATCH, "/api/v1/hosts/" + host.id(), "{'earlyData':{'preset':'off'}}",
                host.etag());
        assertThat(changed.early().path("accept").asBoolean(true)).isFalse();
        assertThat(changed.early().path("issueMaxBytes").asInt(-1)).isZero();
        assertThat(get(route).early().asString("")).isEqualTo("hold");
    }

    @Test
    void aHostSaysWhatItLeavesToItsPresetAndToTheProcess() {
        Answer host = host(",'earlyData':{'preset':'strict','acceptPercent':100,'accept':false}");
        assertThat(host.body().path("inherited")).hasToString(
                "[\"/earlyData/issueMaxBytes\",\"/earlyData/freshnessWindow\",\"/tls/ticketLifetime\"]");
        Answer own = send(HttpMethod.PATCH, "/api/v1/hosts/" + host.id(), """
                {'earlyData':{'issueMaxBytes':0,'freshnessWindow':'PT10S'},'tls':{'ticketLifetime':'PT24H'}}""",
                host.etag());
        assertThat(own.body().path("inherited")).hasToString("[]");
        Answer back = send(HttpMethod.PATCH, "/api/v1/hosts/" + host.id(),
                "{'earlyData':{'accept':null,'acceptPercent':null}}", own.etag());
        assertThat(back.body().path("inherited"))
                .hasToString("[\"/earlyData/accept\",\"/earlyData/acceptPercent\"]");
        assertThat(back.early().path("accept").asBoolean(false)).as("the preset's").isTrue();
    }

    @Test
    void aRouteSaysWhatItLeavesToItsHost() {
        Answer host = host(",'earlyData':{'preset':'permissive'}");
        Answer route = route(host, ",'earlyDataMethods':['GET']");
        assertThat(route.body().path("inherited")).hasToString("[\"/earlyData\",\"/earlyDataQuery\"]");
        String path = "/api/v1/hosts/" + host.id() + "/routes/" + route.id();
        Answer own = send(HttpMethod.PATCH, path, "{'earlyData':'allow','earlyDataQuery':true}", route.etag());
        assertThat(own.body().path("inherited")).hasToString("[]");
        Answer back = send(HttpMethod.PATCH, path, "{'earlyData':null}", own.etag());
        assertThat(back.body().path("inherited")).hasToString("[\"/earlyData\"]");
        assertThat(back.early().asString("")).isEqualTo("allow");
    }

    @Test
    void aPatchOfOneFieldLeavesTheOthersToThePresetThatTheHostGetsLater() {
        Answer host = host(",'earlyData':{'preset':'permissive'}");
        Answer route = route(host, "");
        String path = "/api/v1/hosts/" + host.id() + "/routes/" + route.id();
        assertThat(send(HttpMethod.PATCH, path, "{'name':'r" + UUID.randomUUID() + "'}", route.etag()).early()
                .asString("")).isEqualTo("allow");
        send(HttpMethod.PATCH, "/api/v1/hosts/" + host.id(), "{'earlyData':{'preset':'strict'}}", host.etag());
        assertThat(get(path).early().asString("")).isEqualTo("hold");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ,'earlyData':{'preset':'off','accept':true}          | /earlyData/accept          | contradictsPreset
            ,'earlyData':{'preset':'off','issueMaxBytes':1}      | /earlyData/issueMaxBytes   | contradictsPreset
            ,'earlyData':{'freshnessWindow':'PT10.001S'}         | /earlyData/freshnessWindow | outOfRange
            ,'earlyData':{'freshnessWindow':'PT0S'}              | /earlyData/freshnessWindow | outOfRange
            ,'earlyData':{'freshnessWindow':'soon'}              | /earlyData/freshnessWindow | notADuration
            ,'earlyData':{'preset':'off','accept':'shadow'}      | /earlyData/accept          | contradictsPreset
            ,'earlyData':{'accept':'shadow','acceptPercent':50}  | /earlyData/acceptPercent   | contradictsAccept
            ,'earlyData':{'acceptPercent':101}                   | /earlyData/acceptPercent   | outOfRange
            ,'tls':{'ticketLifetime':'PT24H1S'}                  | /tls/ticketLifetime        | outOfRange
            ,'tls':{'ticketLifetime':'PT0.5S'}                   | /tls/ticketLifetime        | outOfRange
            """)
    void whatCannotBeIsRefusedWithItsPlace(String more, String pointer, String code) {
        Answer refused = host(more);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.error("pointer")).isEqualTo(pointer);
        assertThat(refused.error("code")).isEqualTo(code);
    }

    @Test
    void theLongestWindowAndLifetimeThatTheProcessAllowsAreTaken() {
        Answer host = host(
                ",'earlyData':{'preset':'off','accept':false,'freshnessWindow':'PT10S'},'tls':{'ticketLifetime':'PT24H'}");
        assertThat(host.status()).as("%s", host.body()).isEqualTo(201);
    }
}
