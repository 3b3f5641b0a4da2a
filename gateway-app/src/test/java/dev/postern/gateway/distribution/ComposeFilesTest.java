package dev.postern.gateway.distribution;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.replay.RedisServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// `docs/compose/replicas.yml` over `docker-compose.yml`, without a container: what it tells the gateways is what they take.
@ExtendWith(SharedPostgres.class)
class ComposeFilesTest {
    private static final Pattern FROM_OUTSIDE = Pattern.compile("\\$\\{([A-Z_]+)(:\\?[^}]*)?}");
    private static final Pattern OPTION = Pattern.compile("--([^=]+)=.*");
    private static final List<String> GATEWAYS = List.of("gateway", "gateway2");
    private static final String TOKEN = "a token of two replicas";
    private static final Map<String, String> OUTSIDE = Map.of("POSTERN_KEY", "A".repeat(43) + "=", "DATABASE_PASSWORD",
            "a password");

    private static Map<String, Object> alone;
    private static Map<String, Object> replicas;

    @TempDir
    Path folder;

    @BeforeAll
    static void read() throws IOException {
        alone = new Yaml().load(Files.readString(Repository.ROOT.resolve("docker-compose.yml")));
        replicas = new Yaml().load(Files.readString(Repository.ROOT.resolve("docs/compose/replicas.yml")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> object, String... path) {
        Map<String, Object> inner = object;
        for (String name : path) {
            inner = (Map<String, Object>) inner.getOrDefault(name, Map.of());
        }
        return inner;
    }

    private static Map<String, String> environment(String service) {
        return at(replicas, "services", service, "environment").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, variable -> String.valueOf(variable.getValue())));
    }

    /// Of the overlay, or of the file below it.
    private static List<?> command(String service) {
        Object own = at(replicas, "services", service).get("command");
        return (List<?>) (own == null ? at(alone, "services", service).get("command") : own);
    }

    @Test
    void everyVariableAndEveryOptionIsASetting() throws IOException {
        Set<String> settings = settings();
        Set<String> variables = settings.stream().map(ComposeFilesTest::variable).collect(Collectors.toSet());
        for (String gateway : GATEWAYS) {
            assertThat(environment(gateway)).isNotEmpty();
            assertThat(variables).as(gateway).containsAll(environment(gateway).keySet());
            assertThat(command(gateway)).isNotEmpty().allSatisfy(option -> {
                var named = OPTION.matcher(String.valueOf(option));
                assertThat(named.matches()).isTrue();
                assertThat(settings).contains(named.group(1).replaceAll("\\[\\d+]", ""));
            });
        }
    }

    /// Without the numbers of lists.
    private static Set<String> settings() throws IOException {
        Set<String> names = new TreeSet<>();
        Stream.of("postern.listeners.bind", "postern.data-dir").forEach(names::add);
        for (URL metadata : Collections.list(
                ComposeFilesTest.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream json = metadata.openStream()) {
                JsonMapper.shared().readTree(json).path("properties")
                        .forEach(property -> names.add(property.path("name").asString()));
            }
        }
        assertThat(names).contains("spring.datasource.url", "postern.early-data.lease");
        return names;
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
    }

    @Test
    void everyVariableFromOutsideIsInTheInstructions() throws IOException {
        String file = Files.readString(Repository.ROOT.resolve("docs/compose/replicas.yml"));
        String page = Files.readString(Repository.ROOT.resolve("docs/operations/replicas.md"));
        assertThat(FROM_OUTSIDE.matcher(file).results().map(match -> match.group(1)))
                .contains("POSTERN_KEY", "DATABASE_PASSWORD", "POSTERN_TOKEN_FILE")
                .allSatisfy(name -> assertThat(page).contains(name + "="));
    }

    /// Compose copies every other kind into the container once it is there, and refuses to where its root is read-only.
    @Test
    void theSecretsOfReadOnlyContainersAreFiles() {
        assertThat(at(replicas, "secrets")).isNotEmpty().allSatisfy(
                (name, secret) -> assertThat(((Map<?, ?>) secret).keySet()).as(name).isEqualTo(Set.of("file")));
        assertThat(at(alone, "services", "gateway")).containsEntry("read_only", true);
        assertThat(at(replicas, "services", "gateway2")).containsEntry("read_only", true);
    }

    @Test
    void theSecondGatewayDiffersFromTheFirstByItsPortsAndItsVolume() {
        Map<String, Object> first = new HashMap<>(at(alone, "services", "gateway"));
        first.putAll(at(replicas, "services", "gateway"));
        Map<String, Object> second = new HashMap<>(at(replicas, "services", "gateway2"));
        assertThat(first.remove("build")).isEqualTo(".");
        assertThat(List.of(first.remove("ports"), second.remove("ports")))
                .isEqualTo(List.of(List.of("8443:8443", "127.0.0.1:9443:9443"),
                        List.of("8444:8443", "127.0.0.1:9444:9443")));
        assertThat(first.remove("volumes")).isNotEqualTo(second.remove("volumes"));
        assertThat(second).isEqualTo(first);
    }

    @Test
    void twoGatewaysStartWithWhatTheFileTellsThemAndAreReplicasOfEachOther(PostgresServer postgres) throws Exception {
        Files.writeString(folder.resolve("admin-token"), TOKEN);
        Map<String, String> outside = new HashMap<>(OUTSIDE);
        try (RedisServer redis = new RedisServer(folder);
                TestGateway one = start("gateway", postgres, redis, outside);
                TestGateway other = start("gateway2", postgres, redis, outside)) {
            for (TestGateway gateway : List.of(one, other)) {
                gateway.stranger().get().uri("/readyz").exchange().expectStatus().isOk();
                JsonNode list = json(gateway, "/api/v1/replicas");
                assertThat(list.path("shared").asBoolean()).isTrue();
                assertThat(list.path("items").size()).isEqualTo(2);
                JsonNode system = json(gateway, "/api/v1/system");
                assertThat(system.path("database").asString()).startsWith("jdbc:postgresql://");
                assertThat(system.path("databaseAccess").path("allowPlain").asBoolean()).isTrue();
                assertThat(system.path("keyEncryptionKey").asString()).isEqualTo("setting");
                assertThat(system.path("replay").path("url").asString()).isEqualTo(redis.url());
                assertThat(system.path("replay").path("allowPlain").asBoolean()).isTrue();
                assertThat(system.toString()).doesNotContain(OUTSIDE.values().toArray(String[]::new));
            }
        }
    }

    /// With loopback in the place of the names that Compose gives its services.
    private TestGateway start(String service, PostgresServer postgres, RedisServer redis, Map<String, String> outside)
            throws IOException {
        URI database = URI.create(postgres.newDatabase().substring("jdbc:".length()));
        outside.putIfAbsent("database", database.getRawAuthority() + database.getRawPath());
        Map<String, String> variables = new HashMap<>();
        environment(service).forEach((name, value) -> variables.put(name, FROM_OUTSIDE.matcher(value)
                .replaceAll(match -> Objects.requireNonNull(outside.get(match.group(1))))
                .replace("database:5432/postern", outside.get("database"))
                .replace("replay:6379", "127.0.0.1:" + redis.port())
                .replace("/run/secrets/admin-token", folder.resolve("admin-token").toString())));
        Path data = Files.createDirectory(folder.resolve(service));
        variables.put("POSTERN_DATA_DIR", data.toString());
        return TestGateway.startIn(data, variables, "--postern.listeners[0].bind=127.0.0.1:0", "--server.port=0",
                "--postern.leave.drain=1s");
    }

    private static JsonNode json(TestGateway gateway, String path) {
        return JsonMapper.shared().readTree(gateway.stranger().get().uri(path)
                .header("Authorization", "Bearer " + TOKEN).exchange().expectStatus().isOk().expectBody(String.class)
                .returnResult().getResponseBody());
    }
}
