package dev.postern.gateway.publication;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.documents.DocumentStore;
import dev.postern.gateway.documents.StoreContents;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.ServedCertificate;
import dev.postern.gateway.routes.SnapshotHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

class RestartTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    @TempDir
    Path folder;

    private static JsonNode post(TestGateway gateway, String path, String body) {
        String answer = gateway.admin().post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(body)
                .exchange().expectStatus().isCreated().expectBody(String.class).returnResult().getResponseBody();
        return JSON.readTree(Objects.requireNonNull(answer));
    }

    private static void configure(TestGateway gateway) {
        for (String name : new String[]{"a", "b"}) {
            String certificate = post(gateway, "/api/v1/certificates", "{\"name\":\"" + name
                    + "\",\"selfSigned\":{\"dnsNames\":[\"" + name + ".example\"]}}").path("id").asString("");
            post(gateway, "/api/v1/hosts", "{\"name\":\"" + name + "\",\"serverNames\":[\"" + name
                    + ".example\"],\"certificateIds\":[\"" + certificate + "\"]}");
        }
    }

    private static Host host(GatewaySnapshot snapshot, String serverName) {
        return Objects.requireNonNull(snapshot.resolver().handshake(serverName).host());
    }

    private static String ticketKeys(TestGateway gateway) {
        return gateway.admin().get().uri("/api/v1/ticket-keys").exchange().expectBody(String.class).returnResult()
                .getResponseBody().replaceAll("\"ageSeconds\":\\d+", "");
    }

    @Test
    void everythingIsThereAgainAlsoWithoutTheDatabase() throws Exception {
        String keys;
        String adminCertificate;
        try (TestGateway first = TestGateway.start(folder)) {
            configure(first);
            keys = ticketKeys(first);
            adminCertificate = Files.readString(first.adminCertificate());
        }
        try (TestGateway second = TestGateway.start(folder)) {
            GatewaySnapshot snapshot = second.bean(SnapshotHolder.class).current();
            assertThat(host(snapshot, "a.example").broken()).isFalse();
            assertThat(ticketKeys(second)).as("tickets of before the restart still open").isEqualTo(keys);
            assertThat(second.adminCertificate()).as("what clients pinned").hasContent(adminCertificate);
            timeBreaksOneHostOnly(second, snapshot);
        }
        Files.writeString(folder.resolve("postern.mv.db"), "this is no database");
        try (TestGateway third = TestGateway.start(folder)) {
            GatewaySnapshot snapshot = third.bean(SnapshotHolder.class).current();
            assertThat(snapshot.revision()).isEqualTo(4);
            assertThat(host(snapshot, "a.example").usableCertificates()).singleElement()
                    .extracting(ServedCertificate::privateKey).isNotNull();
            third.stranger().get().uri("/readyz").exchange().expectStatus().isOk();
            third.admin().get().uri("/api/v1/hosts").exchange().expectStatus().isEqualTo(503).expectBody()
                    .jsonPath("$.type").isEqualTo("urn:postern:problem:store-unavailable");
            third.admin().post().uri("/api/v1/upstreams").contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"name\":\"u\",\"endpoints\":[{\"url\":\"http://127.0.0.1:1\"}]}").exchange()
                    .expectStatus().isEqualTo(503);
        }
        readsWhatAnOlderReleaseKept();
    }

    /// It knew no stamps.
    private void readsWhatAnOlderReleaseKept() throws Exception {
        Path file = folder.resolve("last-good.json");
        String kept = Files.readString(file);
        String older = kept.replaceFirst("\"stamp\":\"[^\"]+\",", "");
        assertThat(older).isNotEqualTo(kept);
        Files.writeString(file, older);
        try (TestGateway fourth = TestGateway.start(folder)) {
            assertThat(fourth.bean(SnapshotHolder.class).current().revision()).isEqualTo(4);
        }
    }

    private static void timeBreaksOneHostOnly(TestGateway gateway, GatewaySnapshot snapshot) {
        StoreContents stored = gateway.bean(DocumentStore.class).newest();
        SnapshotCompiler compiler = gateway.bean(SnapshotCompiler.class);
        GatewaySnapshot later = compiler.compile(stored, Instant.now().plus(Duration.ofDays(400)));
        assertThat(host(later, "a.example").brokenReason()).contains("expired");

        StoreContents damaged = new StoreContents(stored.revision(), stored.stamp(), stored.documents(), stored
                .certificates().stream()
                .map(sealed -> sealed.certificateId().equals(host(snapshot, "a.example").certificates().getFirst().id())
                        ? new dev.postern.gateway.documents.SealedCertificate(sealed.certificateId(),
                                sealed.version(), sealed.chainPem(), new byte[80])
                        : sealed)
                .toList());
        GatewaySnapshot now = compiler.compile(damaged, Instant.now());
        assertThat(host(now, "a.example").brokenReason()).contains("cannot be opened");
        assertThat(host(now, "b.example").broken()).isFalse();
    }

    @Test
    void anotherEncryptionKeyBreaksCertificatesButStarts() throws Exception {
        try (TestGateway first = TestGateway.start(folder)) {
            configure(first);
        }
        Files.delete(folder.resolve("key-encryption-key"));
        try (TestGateway second = TestGateway.start(folder)) {
            assertThat(host(second.bean(SnapshotHolder.class).current(), "a.example").brokenReason())
                    .contains("cannot be opened with this key-encryption key");
            second.admin().get().uri("/api/v1/hosts").exchange().expectStatus().isOk();
        }
    }

    @Test
    void theDemoLivesInMemoryAlone() {
        try (TestGateway demo = TestGateway.start(folder, "--postern.demo=true")) {
            GatewaySnapshot snapshot = demo.bean(SnapshotHolder.class).current();
            Host host = host(snapshot, "demo.localhost");
            assertThat(host.earlyData().accept()).isTrue();
            assertThat(snapshot.resolver().route(host, "/", "GET", name -> null).toString()).contains("ALLOW");
            assertThat(snapshot.resolver().route(host, "/bytes/1", "GET", name -> null).toString()).contains("HOLD");
            assertThat(folder.resolve("dev-ca.pem")).exists();
            demo.admin().get().uri("/api/v1/hosts").exchange().expectStatus().isOk().expectBody()
                    .jsonPath("$.items[0].declared").isEqualTo(true);
            demo.admin().delete().uri("/api/v1/hosts/hst_demo").header("If-Match", "*").exchange().expectStatus()
                    .isEqualTo(409);
            assertThat(demo.bean(DocumentStore.class).newest().documents()).isEmpty();
        }
        try (TestGateway plain = TestGateway.start(folder)) {
            assertThat(plain.bean(SnapshotHolder.class).current().hosts()).isEmpty();
        }
    }
}
