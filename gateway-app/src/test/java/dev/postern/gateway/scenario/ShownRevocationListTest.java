package dev.postern.gateway.scenario;

import dev.postern.gateway.SharedGateway;
import dev.postern.gateway.TestGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/// Who keeps revocation lists sees of each whose it is, and when the next one is due.
@ExtendWith(SharedGateway.class)
class ShownRevocationListTest {
    private final Instant nextWeek = Instant.now().plus(Duration.ofDays(7)).truncatedTo(ChronoUnit.SECONDS);
    private final String name = "shown-" + UUID.randomUUID();
    @TempDir
    Path folder;
    private ClientAuthority authority;

    @BeforeEach
    void anAuthority() throws Exception {
        authority = new ClientAuthority();
    }

    private static WebTestClient.ResponseSpec post(TestGateway gateway, Map<String, String> bundle) {
        return gateway.admin().post().uri("/api/v1/trust-bundles").bodyValue(bundle).exchange();
    }

    private static JsonNode body(WebTestClient.ResponseSpec answer) {
        return JsonMapper.shared().readTree(Objects.requireNonNull(
                answer.expectBody(String.class).returnResult().getResponseBody()));
    }

    @Test
    void showsEachListWithItsIssuerAndItsNextUpdate(TestGateway gateway) throws Exception {
        String lists = authority.revoking(nextWeek, authority.issue(folder, "one", Duration.ofDays(1)),
                authority.issue(folder, "two", Duration.ofDays(1))) + authority.revoking(null);
        JsonNode bundle = body(
                post(gateway, Map.of("name", name, "pem", authority.pem(), "crlPem", lists)).expectStatus()
                        .isCreated());
        JsonNode first = bundle.path("revocationLists").path(0);
        assertThat(first.path("issuer").asString()).isEqualTo("CN=Authority of clients");
        assertThat(Instant.parse(first.path("thisUpdate").asString())).isBefore(Instant.now());
        assertThat(Instant.parse(first.path("nextUpdate").asString())).isEqualTo(nextWeek);
        assertThat(first.path("revokedCertificates").asInt()).isEqualTo(2);
        JsonNode second = bundle.path("revocationLists").path(1);
        assertThat(second.path("nextUpdate").isMissingNode()).as("it does not say").isTrue();
        assertThat(second.path("revokedCertificates").asInt()).isZero();
        assertThat(bundle.path("revokedCertificates").asInt()).isEqualTo(2);
    }

    @Test
    void showsAnEmptyListWhereThereIsNone(TestGateway gateway) {
        JsonNode bundle = body(post(gateway, Map.of("name", name, "pem", authority.pem())).expectStatus().isCreated());
        assertThat(bundle.path("revocationLists").isEmpty()).isTrue();
        assertThat(bundle.path("crlPem").isMissingNode()).isTrue();
    }

    @Test
    void whatIsNoListIsRefusedAtItsField(TestGateway gateway) {
        for (String text : new String[]{"none", authority.pem(),
            "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"}) {
            JsonNode problem = body(
                    post(gateway, Map.of("name", name, "pem", authority.pem(), "crlPem", text)).expectStatus()
                            .isEqualTo(422));
            assertThat(problem.path("errors").path(0).path("pointer").asString()).as(text).isEqualTo("/crlPem");
        }
    }
}
