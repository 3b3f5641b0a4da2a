package dev.postern.gateway.security;

import dev.postern.gateway.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SignInTest {
    @TempDir
    static Path folder;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static WebTestClient.ResponseSpec signIn(String token, String origin) {
        WebTestClient.RequestBodySpec request = gateway.stranger().post().uri("/api/v1/session");
        if (origin != null) {
            request.header(HttpHeaders.ORIGIN, origin);
        }
        return request.contentType(MediaType.APPLICATION_JSON).bodyValue("{\"token\":\"" + token + "\"}").exchange();
    }

    private static ResponseCookie cookie() {
        return Objects.requireNonNull(signIn(gateway.token(), gateway.url()).expectStatus().isNoContent()
                .returnResult(Void.class).getResponseCookies().getFirst("__Host-postern"));
    }

    @Test
    void everythingIsDeniedWithoutACredential() {
        for (String path : new String[]{"/api/v1/hosts", "/api/v1/session", "/v3/api-docs", "/actuator",
            "/actuator/health",
            "/actuator/prometheus", "/nothing", "/api/v1/events/stream"}) {
            gateway.stranger().get().uri(path).exchange().expectStatus().isUnauthorized().expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
        gateway.stranger().post().uri("/livez").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void probesAnswerEverybodyWithNothingButUpOrDown() {
        gateway.stranger().get().uri("/livez").exchange().expectStatus().isOk().expectBody(String.class)
                .isEqualTo("up\n");
        gateway.stranger().get().uri("/readyz").exchange().expectStatus().isOk().expectBody(String.class)
                .isEqualTo("up\n");
    }

    /// RFC 6797 6.1.2 and 8.2: the rule would hold for every port of the name and, with includeSubDomains, for every name below it. The
    /// admin plane is often `localhost`, or one port of a machine that has others in the clear; it speaks no plain HTTP itself, and its
    /// cookie is bound to TLS by its name.
    @Test
    void noAnswerForcesHttpsOnOtherServersOfTheName() {
        for (String path : new String[]{"/livez", "/ui/", "/api/v1/hosts", "/nothing"}) {
            gateway.stranger().get().uri(path).exchange().expectHeader().doesNotExist("Strict-Transport-Security");
        }
        gateway.admin().get().uri("/api/v1/hosts").exchange().expectStatus().isOk().expectHeader()
                .doesNotExist("Strict-Transport-Security");
    }

    @Test
    void theCookieIsOutOfReachOfScripts() {
        ResponseCookie cookie = cookie();
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.isSecure()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getDomain()).isNull();
        assertThat(cookie.getValue()).doesNotContain(gateway.token());
    }

    @Test
    void theCookieReadsAndFromOurPagesWrites() {
        String value = cookie().getValue();
        gateway.stranger().get().uri("/api/v1/session").cookie("__Host-postern", value).exchange().expectStatus().isOk()
                .expectBody().jsonPath("$.actor").isEqualTo("admin").jsonPath("$.expiresAt").exists();
        for (String origin : new String[]{"https://evil.example", "null", "http://localhost"}) {
            gateway.stranger().delete().uri("/api/v1/session").cookie("__Host-postern", value)
                    .header(HttpHeaders.ORIGIN, origin).exchange().expectStatus().isForbidden().expectBody()
                    .jsonPath("$.type").isEqualTo("urn:postern:problem:foreign-origin");
        }
        gateway.stranger().delete().uri("/api/v1/session").cookie("__Host-postern", value).exchange().expectStatus()
                .isForbidden();
        gateway.stranger().delete().uri("/api/v1/session").cookie("__Host-postern", value)
                .header(HttpHeaders.ORIGIN, gateway.url()).exchange().expectStatus().isNoContent();
        gateway.stranger().get().uri("/api/v1/session").cookie("__Host-postern", value).exchange().expectStatus()
                .isUnauthorized();
    }

    @Test
    void nobodyIsSignedInFromAnotherSite() {
        signIn(gateway.token(), "https://evil.example").expectStatus().isForbidden();
    }

    @Test
    void aWrongTokenIsRefused() {
        signIn("wrong", gateway.url()).expectStatus().isUnauthorized();
        gateway.stranger().get().uri("/api/v1/hosts").header(HttpHeaders.AUTHORIZATION, "Bearer wrong").exchange()
                .expectStatus().isUnauthorized();
        gateway.stranger().get().uri("/api/v1/hosts").header(HttpHeaders.AUTHORIZATION, "Basic YTpi").exchange()
                .expectStatus().isUnauthorized();
        gateway.admin().get().uri("/api/v1/hosts").exchange().expectStatus().isOk();
    }

    @Test
    void onlyTheProcesssUserCanReadTheToken() throws Exception {
        for (String file : new String[]{"admin-token", "key-encryption-key", "last-good.json",
            "admin-certificate"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)))).as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whoeverGuessesHasToWait() throws Exception {
        Instant[] now = {Instant.EPOCH};
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        Attempts attempts = new Attempts(clock);
        var address = java.net.InetAddress.getByAddress(new byte[]{10, 0, 0, 1});
        var other = java.net.InetAddress.getByAddress(new byte[]{10, 0, 0, 2});
        for (int i = 0; i < 10; i++) {
            attempts.requireAllowed(address);
            attempts.failed(address);
        }
        assertThatThrownBy(() -> attempts.requireAllowed(address)).hasMessageContaining("Wait 61 seconds");
        assertThatCode(() -> attempts.requireAllowed(other)).doesNotThrowAnyException();
        now[0] = now[0].plus(Duration.ofSeconds(60));
        assertThatCode(() -> attempts.requireAllowed(address)).doesNotThrowAnyException();
    }
}
