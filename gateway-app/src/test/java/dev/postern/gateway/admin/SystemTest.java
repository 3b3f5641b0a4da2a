package dev.postern.gateway.admin;

import dev.postern.gateway.SharedGateway;
import dev.postern.gateway.TestGateway;
import dev.postern.gateway.listener.GatewayDataPlane;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.vault.KeyOrigin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SharedGateway.class)
class SystemTest {
    private static String text(TestGateway gateway) {
        return Objects.requireNonNull(gateway.admin().get().uri("/api/v1/system").exchange().expectStatus().isOk()
                .expectBody(String.class).returnResult().getResponseBody());
    }

    @Test
    void showsWhatTheEnvironmentDecides(TestGateway gateway) {
        JsonNode system = JsonMapper.shared().readTree(text(gateway));
        JsonNode listener = system.path("listeners").path(0);
        assertThat(listener.path("bind").asString()).isEqualTo("127.0.0.1:0");
        assertThat(listener.path("bound").asString())
                .isEqualTo("127.0.0.1:" + gateway.bean(GatewayDataPlane.class).address(0).getPort());
        assertThat(listener.path("clientHello").asString()).isEqualTo("PT5S");
        assertThat(listener.path("earlyDataMaxBytes").asInt()).isEqualTo(16_384);
        assertThat(system.path("limits").path("clientHelloBytes").asInt()).isEqualTo(16_384);
        assertThat(system.path("limits").path("confirmation").asString()).isEqualTo("PT10S");
        assertThat(system.path("keyEncryptionKey").asString()).isEqualTo("generated");
        assertThat(system.path("admin").path("bind").asString()).isEqualTo("127.0.0.1:" + gateway.port());
        assertThat(system.path("admin").path("selfSigned").asBoolean()).isTrue();
        assertThat(Instant.parse(system.path("startedAt").asString())).isBefore(Instant.now());
        assertThat(system.path("crypto").size()).isPositive();
        assertThat(system.path("version").asString()).isNotEmpty();
    }

    @Test
    void showsNoSecret(TestGateway gateway) {
        assertThat(text(gateway)).doesNotContain(gateway.token()).doesNotContainIgnoringCase("password");
        gateway.stranger().get().uri("/api/v1/system").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void isNotWritten(TestGateway gateway) {
        gateway.admin().put().uri("/api/v1/system").exchange().expectStatus().isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({"jdbc:h2:file:./data/postern;DB_CLOSE_ON_EXIT=FALSE;PASSWORD=x, jdbc:h2:file:./data/postern",
        "jdbc:postgresql://db:5432/postern?user=u&password=x, jdbc:postgresql://db:5432/postern",
        "jdbc:postgresql://u:x@db/postern, jdbc:postgresql://db/postern"})
    void leavesCredentialsOutOfTheDatabasesUrl(String url, String shown) {
        assertThat(SystemController.shown(url)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({",,GENERATED", "' ',,GENERATED", ",key,FILE", "value,key,SETTING"})
    void saysWhereTheKeyEncryptionKeyComesFrom(@Nullable String value, @Nullable Path file, KeyOrigin origin) {
        assertThat(KeyOrigin.of(new PosternProperties.Keys(value, file))).isEqualTo(origin);
    }
}
