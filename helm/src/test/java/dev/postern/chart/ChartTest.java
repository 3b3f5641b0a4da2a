package dev.postern.chart;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ChartTest {

    private static final String KEY = "keyEncryptionKey.existingSecret=postern-key";

    private static Helm helm;

    @TempDir
    Path folder;

    @BeforeAll
    static void buildHelm() throws Exception {
        helm = new Helm();
    }

    @TestFactory
    Stream<DynamicTest> everyDocumentedShapeLintsAndRenders() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("shapes"))) {
            List<Path> shapes = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
            assertThat(shapes).isNotEmpty();
            return shapes.stream().map(shape -> DynamicTest.dynamicTest(shape.getFileName().toString(), () -> {
                Helm.Result lint = helm.lint(shape.toAbsolutePath());
                assertThat(lint.exitCode()).as(lint.output()).isZero();
                assertThat(helm.template(shape.toAbsolutePath()).objects()).extracting(object -> object.get("kind"))
                        .contains("Deployment", "Service", "ConfigMap");
            }));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "replicaCount=2|name a PostgreSQL in database.url, or set replicaCount to 1",
        "replicaCount=2,database.url=jdbc:postgresql://db/postern|name a Secret, for example one made by",
        "database.url=jdbc:h2:mem:x|pattern", "replay.url=redis://user:secret@redis:6379|pattern",
        "keyEncryptionKey.existingSecret=|name a Secret that holds the key-encryption key",
        "admin.containerPort=8443|give them different ports", "leave.drainSeconds=60|make the latter longer",
        "replicas=1|'replicas' not allowed", "data.service.typ=NodePort|'typ' not allowed",
        "data.service.type=ExternalName|one of 'LoadBalancer', 'NodePort', 'ClusterIP'",
        "admin.service.type=LoadBalancer|'type' not allowed", "data.containerPort=443|minimum",
        "replicaCount=one|got string, want integer",
        "javaOptions=--add-opens=java.base/java.lang=ALL-UNNAMED|javaOptions",
        "image.digest=sha256:abc|pattern", "earlyData.lease=30|got number, want string", "earlyData.lease=0s|pattern",
        "earlyData.maxUnconfirmed=0|minimum", "earlyData.maxQuestions=0|minimum", "earlyData.lifetime=1h|not allowed",
        "tickets.rotationPeriod=half a day|pattern", "tickets.maxKept=0|minimum", "tickets.singleUse=never|boolean",
        "replay.zone=East|pattern", "replay.budget=3 ms|pattern", "replay.cluster=yes|boolean"})
    void refusesWithASentence(String setting, String sentence) throws Exception {
        Helm.Result result = helm.template(KEY, setting);
        assertThat(result.exitCode()).as(result.output()).isNotZero();
        assertThat(result.errors()).contains(sentence);
    }

    @Test
    void refusesToRenderWithoutAnyValue() throws Exception {
        assertThat(helm.template().errors()).contains("openssl rand -base64 32");
    }

    @Test
    void runsWithoutPrivileges() throws Exception {
        Map<String, Object> pod = at(helm.template(KEY).only("Deployment"), "spec", "template", "spec");
        assertThat(at(pod, "securityContext")).containsEntry("runAsNonRoot", true).containsEntry("runAsUser", 10001);
        Map<String, Object> confined = at(container(pod), "securityContext");
        assertThat(confined).containsEntry("readOnlyRootFilesystem", true).containsEntry("allowPrivilegeEscalation",
                false);
        assertThat(at(confined, "capabilities")).isEqualTo(Map.of("drop", List.of("ALL")));
        assertThat(pod).containsEntry("automountServiceAccountToken", false);
    }

    @Test
    void writesOnlyToVolumes() throws Exception {
        Map<String, Object> pod = at(helm.template(KEY).only("Deployment"), "spec", "template", "spec");
        assertThat(list(container(pod), "volumeMounts"))
                .filteredOn(mount -> !Boolean.TRUE.equals(mount.get("readOnly")))
                .extracting(mount -> mount.get("mountPath")).containsExactlyInAnyOrder("/var/lib/postern", "/tmp");
    }

    @Test
    void asksForItsHealthOverTlsOnTheAdminPort() throws Exception {
        Map<String, Object> container = container(
                at(helm.template(KEY).only("Deployment"), "spec", "template", "spec"));
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(at(container, probe, "httpGet")).containsEntry("port", "admin").containsEntry("scheme", "HTTPS")
                    .containsEntry("path", probe.equals("readinessProbe") ? "/readyz" : "/livez");
        }
    }

    @Test
    void neverHasTwoProcessesOnOneDatabase() throws Exception {
        Map<String, Object> spec = at(helm.template(KEY).only("Deployment"), "spec");
        assertThat(at(spec, "strategy")).isEqualTo(Map.of("type", "Recreate"));
        assertThat(spec).containsEntry("replicas", 1);
    }

    private static Helm.Result replicas() throws Exception {
        return helm.template(Path.of("shapes", "replicas.yaml").toAbsolutePath());
    }

    @Test
    void replacesReplicasOfOneDatabaseOneByOne() throws Exception {
        Map<String, Object> spec = at(replicas().only("Deployment"), "spec");
        assertThat(spec).containsEntry("replicas", 3);
        assertThat(at(spec, "strategy", "rollingUpdate")).isEqualTo(Map.of("maxSurge", 1, "maxUnavailable", 0));
        assertThat(at(replicas().only("PodDisruptionBudget"), "spec")).containsEntry("maxUnavailable", 1);
        assertThat(replicas().objects()).extracting(object -> object.get("kind"))
                .as("a claim that one node mounts would hold up the next pod").doesNotContain("PersistentVolumeClaim");
    }

    @Test
    void tellsReplicasOfTheirDatabaseAndNeverItsPassword() throws Exception {
        Map<String, Object> config = new Yaml()
                .load((String) at(replicas().only("ConfigMap"), "data").get("application.yaml"));
        assertThat(at(config, "spring", "datasource")).containsEntry("url",
                "jdbc:postgresql://db.example.org:5432/postern?sslmode=verify-full").doesNotContainKey("password");
        assertThat(at(config, "spring", "datasource", "hikari", "data-source-properties"))
                .containsEntry("sslrootcert", "/etc/postern/database-ca/ca.crt");
        assertThat(at(config, "postern", "replay")).containsEntry("url", "rediss://redis.example.org:6379")
                .containsEntry("passwordFile", "/etc/postern/replay/password");
        Map<String, Object> container = container(at(replicas().only("Deployment"), "spec", "template", "spec"));
        assertThat(list(container, "env")).anySatisfy(variable -> {
            assertThat(variable).containsEntry("name", "SPRING_DATASOURCE_PASSWORD");
            assertThat(at(variable, "valueFrom", "secretKeyRef")).containsEntry("name", "postern-database");
        }).anySatisfy(variable -> assertThat(variable).containsEntry("name", "POSTERN_ADMIN_TOKEN_FILE")
                .containsEntry("value", "/etc/postern/admin/token"));
    }

    @Test
    void tellsTheGatewayWhatBoundsEarlyData() throws Exception {
        Path values = Files.writeString(folder.resolve("values.yaml"), """
                keyEncryptionKey: {existingSecret: postern-key}
                earlyData: {enabled: false, lease: 1m, maxUnconfirmed: 1000000, maxQuestions: 7}
                tickets: {lifetime: 2d, rotationPeriod: 1h, singleUse: true, maxKept: 2000000}
                replay: {url: "rediss://redis.example.org:6379/2", zone: east, budget: 5ms, window: 20s, cluster: true,
                  username: gateway, caSecret: redis-ca}
                """);
        Helm.Result rendered = helm.template(values);
        Map<String, Object> config = new Yaml()
                .load((String) at(rendered.only("ConfigMap"), "data").get("application.yaml"));
        assertThat(at(config, "postern", "earlyData")).isEqualTo(
                Map.of("enabled", false, "lease", "1m", "maxUnconfirmed", 1_000_000, "maxQuestions", 7));
        assertThat(at(config, "postern", "tickets")).isEqualTo(
                Map.of("lifetime", "2d", "rotationPeriod", "1h", "singleUse", true, "maxKept", 2_000_000));
        assertThat(at(config, "postern", "replay")).isEqualTo(Map.of("url", "rediss://redis.example.org:6379/2", "zone",
                "east", "budget", "5ms", "window", "20s", "cluster", true, "username", "gateway", "bundle", "replay",
                "allowPlain", false));
        assertThat(at(config, "spring", "ssl", "bundle", "pem", "replay", "truststore"))
                .isEqualTo(Map.of("certificate", "file:/etc/postern/replay-ca/ca.crt"));
        Map<String, Object> pod = at(rendered.only("Deployment"), "spec", "template", "spec");
        assertThat(list(container(pod), "volumeMounts"))
                .anySatisfy(mount -> assertThat(mount).containsEntry("mountPath", "/etc/postern/replay-ca"));
        assertThat(list(pod, "volumes"))
                .anySatisfy(volume -> assertThat(at(volume, "secret")).containsEntry("secretName", "redis-ca"));
    }

    /// Nothing fails when the gateway is told a setting that it does not have; the page of settings is tested against the gateway.
    @Test
    void tellsTheGatewayNothingThatIsNoSettingOfIt() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "operations", "settings.md"));
        Helm.Result rendered = helm.template(Path.of("shapes", "two-zones.yaml").toAbsolutePath());
        Map<String, Object> config = new Yaml()
                .load((String) at(rendered.only("ConfigMap"), "data").get("application.yaml"));
        List<String> names = new ArrayList<>();
        collect("postern", at(config, "postern"), names);
        assertThat(names).hasSizeGreaterThan(20).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    @SuppressWarnings("unchecked")
    private static void collect(String prefix, Map<String, Object> group, List<String> into) {
        group.forEach((key, value) -> {
            String name = prefix + "." + key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            switch (value) {
                case Map<?, ?> inner -> collect(name, (Map<String, Object>) inner, into);
                case List<?> many -> many.forEach(one -> collect(name + "[]", (Map<String, Object>) one, into));
                default -> into.add(name);
            }
        });
    }

    @Test
    void keepsItsVolumeWhenUninstalled() throws Exception {
        assertThat(at(helm.template(KEY).only("PersistentVolumeClaim"), "metadata", "annotations"))
                .containsEntry("helm.sh/resource-policy", "keep");
    }

    @Test
    void carriesNoSecretOfItsOwn() throws Exception {
        Helm.Result result = helm.template(KEY);
        assertThat(result.objects()).extracting(object -> object.get("kind")).doesNotContain("Secret");
        Map<String, Object> pod = at(result.only("Deployment"), "spec", "template", "spec");
        assertThat(list(pod, "volumes"))
                .anySatisfy(volume -> assertThat(at(volume, "secret")).containsEntry("secretName", "postern-key"));
    }

    @Test
    void publishesTheAdminPlaneInsideTheClusterOnly() throws Exception {
        List<Map<String, Object>> services = helm.template(KEY).objects().stream()
                .filter(object -> "Service".equals(object.get("kind"))).toList();
        assertThat(services)
                .extracting(service -> at(service, "metadata").get("name") + " " + at(service, "spec").get("type"))
                .containsExactlyInAnyOrder("edge-postern LoadBalancer", "edge-postern-admin ClusterIP");
    }

    @Test
    void tellsTheGatewayItsPortsAndKeepsWhatTheValuesSay() throws Exception {
        Path values = Files.writeString(folder.resolve("values.yaml"), """
                keyEncryptionKey: {existingSecret: postern-key}
                data: {containerPort: 10443}
                config:
                  postern: {replay: {window: 5s}}
                """);
        Map<String, Object> config = new Yaml()
                .load((String) at(helm.template(values).only("ConfigMap"), "data").get("application.yaml"));
        assertThat(list(at(config, "postern"), "listeners")).containsExactly(Map.of("bind", "0.0.0.0:10443"));
        assertThat(at(config, "postern", "replay")).containsEntry("window", "5s");
        assertThat(at(config, "postern", "leave")).containsEntry("unreadyFor", "5s").containsEntry("drain", "45s");
        assertThat(at(config, "server")).containsEntry("port", 9443).containsEntry("address", "0.0.0.0");
    }

    @Test
    void restartsWhenItsConfigurationChanges() throws Exception {
        assertThat(configChecksum("config.a=1")).isNotEqualTo(configChecksum("config.a=2"));
    }

    @Test
    void letsNobodyReachTheAdminPortWhenThePolicyNamesNobody() throws Exception {
        Map<String, Object> policy = at(helm.template(KEY, "networkPolicy.enabled=true").only("NetworkPolicy"), "spec");
        assertThat(list(policy, "ingress")).containsExactly(Map.of("ports", List.of(Map.of("port", "data"))));
    }

    @Test
    void documentsEveryValueOfItsSchema() throws Exception {
        Map<String, Object> values = new Yaml().load(Files.readString(Path.of("postern", "values.yaml")));
        Map<String, Object> schema = new Yaml().load(Files.readString(Path.of("postern", "values.schema.json")));
        assertThat(values.keySet()).containsExactlyInAnyOrderElementsOf(
                at(schema, "properties").keySet().stream().filter(name -> !name.equals("global")).toList());
    }

    private static String configChecksum(String setting) throws Exception {
        return (String) at(helm.template(KEY, setting).only("Deployment"), "spec", "template", "metadata",
                "annotations")
                .get("checksum/config");
    }

    private static Map<String, Object> container(Map<String, Object> pod) {
        return list(pod, "containers").getFirst();
    }

    /// The object at the end of this path, empty where there is none.
    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> object, String... path) {
        return Arrays.stream(path).reduce(object,
                (inner, name) -> (Map<String, Object>) inner.getOrDefault(name, Map.of()),
                (first, second) -> second);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> object, String name) {
        return (List<Map<String, Object>>) object.getOrDefault(name, List.of());
    }
}
