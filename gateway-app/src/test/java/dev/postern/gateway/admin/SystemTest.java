package dev.postern.gateway.admin;

import dev.postern.gateway.SharedGateway;
import dev.postern.gateway.TestGateway;
import dev.postern.gateway.listener.GatewayDataPlane;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.vault.KeyOrigin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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
        assertThat(system.path("earlyData")).isEqualTo(json("""
                {"enabled": true, "lease": "PT30S", "maxUnconfirmed": 4096, "maxQuestions": 1024}"""));
        assertThat(system.path("replay")).as("nobody shares it").isEqualTo(json("""
                {"window": "PT10S", "budget": "PT0.003S", "maxEntries": 1000000, "zone": "default", "cluster": false,
                 "allowPlain": false}"""));
        assertThat(system.path("tickets")).isEqualTo(json("""
                {"count": 2, "lifetime": "PT24H", "rotationPeriod": "PT6H", "singleUse": false, "maxKept": 100000}"""));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    /// The extremes that are taken, too: what lies one step beyond is refused in `StartMistakesTest`.
    @Test
    void showsWhatWasSetAndNoSecretOfIt(@TempDir Path folder) throws IOException {
        Path password = Files.writeString(folder.resolve("redis"), "hidden of redis");
        try (TestGateway gateway = TestGateway.start(folder, "--postern.early-data.enabled=false",
                "--postern.early-data.lease=1s", "--postern.early-data.max-unconfirmed=1",
                "--postern.early-data.max-questions=1", "--postern.tickets.rotation-period=12h",
                "--postern.tickets.lifetime=7d", "--postern.tickets.count=16", "--postern.tickets.single-use=true",
                "--postern.tickets.max-kept=1", "--postern.replay.window=10ms", "--postern.replay.budget=1ms",
                "--postern.replay.max-entries=64", "--postern.replay.zone=east-1",
                "--postern.replay.url=redis://127.0.0.1:1/3", "--postern.replay.username=gateway",
                "--postern.replay.password-file=" + password, "--postern.database.poll=100ms",
                "--postern.leave.unready-for=0s", "--postern.leave.drain=0s",
                "--spring.datasource.url=jdbc:h2:mem:system;PASSWORD_HASH=false",
                "--spring.datasource.password=hidden")) {
            String text = text(gateway);
            JsonNode system = json(text);
            assertThat(system.path("earlyData")).isEqualTo(json("""
                    {"enabled": false, "lease": "PT1S", "maxUnconfirmed": 1, "maxQuestions": 1}"""));
            assertThat(system.path("tickets")).isEqualTo(
                    json("""
                            {"count": 16, "lifetime": "PT168H", "rotationPeriod": "PT12H", "singleUse": true, "maxKept": 1}"""));
            assertThat(system.path("replay")).isEqualTo(json("""
                    {"window": "PT0.01S", "budget": "PT0.001S", "maxEntries": 64, "url": "redis://127.0.0.1:1/3",
                     "zone": "east-1", "username": "gateway", "passwordFile": "%s", "cluster": false,
                     "allowPlain": false}""".formatted(password)));
            assertThat(system.path("databaseAccess")).isEqualTo(json("""
                    {"allowPlain": false, "poll": "PT0.1S"}"""));
            assertThat(system.path("leave")).isEqualTo(json("""
                    {"unreadyFor": "PT0S", "drain": "PT0S"}"""));
            assertThat(system.path("database").asString()).isEqualTo("jdbc:h2:mem:system");
            assertThat(text).doesNotContain("hidden", gateway.token());
        }
    }

    /// A setting that is added is either shown, or somebody decides here that it is not.
    @ParameterizedTest
    @MethodSource("groups")
    void showsEverySettingOfAGroup(Class<?> view, Class<?> settings) {
        assertThat(names(view)).isEqualTo(names(settings));
    }

    static Stream<Arguments> groups() {
        return Stream.of(Arguments.of(SystemView.LimitsView.class, PosternProperties.Limits.class),
                Arguments.of(SystemView.TicketsView.class, PosternProperties.Tickets.class),
                Arguments.of(SystemView.ReplayView.class, PosternProperties.Replay.class),
                Arguments.of(SystemView.EarlyDataView.class, PosternProperties.EarlyData.class),
                Arguments.of(SystemView.DatabaseAccessView.class, PosternProperties.Database.class),
                Arguments.of(SystemView.HandoverView.class, PosternProperties.Handover.class),
                Arguments.of(SystemView.LeaveView.class, PosternProperties.Leave.class));
    }

    private static List<String> names(Class<?> record) {
        return Stream.of(record.getRecordComponents()).map(RecordComponent::getName).sorted().toList();
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
        "jdbc:postgresql://u:x@db/postern, jdbc:postgresql://db/postern",
        "rediss://u:x@redis:6379/1, rediss://redis:6379/1", "rediss://:x@redis:6379, rediss://redis:6379",
        "rediss://redis:6379/1, rediss://redis:6379/1"})
    void leavesCredentialsOutOfUrls(String url, String shown) {
        assertThat(SystemController.shown(url)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({",,GENERATED", "' ',,GENERATED", ",key,FILE", "value,key,SETTING"})
    void saysWhereTheKeyEncryptionKeyComesFrom(@Nullable String value, @Nullable Path file, KeyOrigin origin) {
        assertThat(KeyOrigin.of(new PosternProperties.Keys(value, file))).isEqualTo(origin);
    }
}
