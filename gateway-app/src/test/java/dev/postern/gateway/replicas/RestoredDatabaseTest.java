package dev.postern.gateway.replicas;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.tls.earlydata.EarlyDataReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// A database that was restored from a copy, under a replica that served what came after the copy.
@Timeout(300)
@ExtendWith(SharedPostgres.class)
class RestoredDatabaseTest {
    @TempDir
    Path folder;
    private ReplicaFleet fleet;

    @BeforeEach
    void anEmptyDatabase(PostgresServer postgres) {
        fleet = new ReplicaFleet(folder, postgres.newDatabase());
    }

    private static List<String> served(TestGateway gateway) {
        return gateway.bean(SnapshotHolder.class).current().upstreams().values().stream()
                .map(upstream -> upstream.name()).sorted().toList();
    }

    private static void saysSo(TestGateway gateway, String trouble) throws Exception {
        Replicas replicas = gateway.bean(Replicas.class);
        ReplicaFleet.await("it does not say so", () -> replicas.list().stream().filter(Replica::self)
                .allMatch(replica -> String.valueOf(replica.trouble()).contains(trouble)));
    }

    private static void isRefused(WebTestClient.ResponseSpec answer) {
        answer.expectStatus().isEqualTo(409).expectBody().jsonPath("$.type")
                .isEqualTo("urn:postern:problem:other-history").jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("A restart serves what it holds"));
    }

    private static void writesNothing(TestGateway gateway) {
        isRefused(gateway.admin().post().uri("/api/v1/upstreams").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(ReplicaFleet.upstream("refused")).exchange());
        isRefused(gateway.admin().put().uri("/api/v1/early-data/kill-switch").header(HttpHeaders.IF_MATCH, "*")
                .contentType(MediaType.APPLICATION_JSON).bodyValue("{\"engaged\":true}").exchange());
        isRefused(gateway.admin().post().uri("/api/v1/ticket-keys/revoke-all").exchange());
    }

    private static void refusesEarlyData(TestGateway gateway) throws Exception {
        EarlyDataGate gate = gateway.bean(EarlyDataGate.class);
        ReplicaFleet.await("early data is let in",
                () -> gate.refusal().filter(EarlyDataReason.POLICY_STALE::equals).isPresent());
    }

    @Test
    void whatIsOlderThanWhatIsServedIsNotWrittenToUntilARestartServesIt() throws Exception {
        try (TestGateway gateway = fleet.start("one", ReplicaFleet.KEY, "--postern.early-data.lease=10m")) {
            ReplicaFleet.upstream(gateway, "first");
            DatabaseCopy copy = DatabaseCopy.of(gateway);
            ReplicaFleet.upstream(gateway, "second");
            copy.restoreUnder(gateway);
            writesNothing(gateway);
            saysSo(gateway, "at revision 1, older than 2");
            refusesEarlyData(gateway);
            assertThat(served(gateway)).containsExactly("first", "second");
        }
        try (TestGateway gateway = fleet.start("one")) {
            assertThat(served(gateway)).containsExactly("first");
            ReplicaFleet.upstream(gateway, "third");
            assertThat(served(gateway)).containsExactly("first", "third");
        }
    }

    @Test
    void anotherWriteOfTheSameRevisionIsNoticed() throws Exception {
        try (TestGateway one = fleet.start("one", ReplicaFleet.KEY, "--postern.early-data.lease=10m")) {
            ReplicaFleet.upstream(one, "first");
            DatabaseCopy copy = DatabaseCopy.of(one);
            ReplicaFleet.upstream(one, "second");
            copy.restoreUnder(one);
            try (TestGateway restarted = fleet.start("restarted")) {
                ReplicaFleet.upstream(restarted, "instead");
                saysSo(one, "another revision 2");
                writesNothing(one);
                refusesEarlyData(one);
                ReplicaFleet.upstream(restarted, "next");
                saysSo(one, "another revision 2");
                writesNothing(one);
                assertThat(served(one)).containsExactly("first", "second");
                assertThat(served(restarted)).containsExactly("first", "instead", "next");
            }
        }
        try (TestGateway again = fleet.start("one")) {
            assertThat(served(again)).containsExactly("first", "instead", "next");
        }
    }

    @Test
    void theRightDatabaseIsServedAgainWhenItComesBack() throws Exception {
        try (TestGateway gateway = fleet.start("one")) {
            ReplicaFleet.upstream(gateway, "first");
            JdbcClient sql = gateway.bean(JdbcClient.class);
            sql.sql("update ledger_head set revision = 0").update();
            saysSo(gateway, "at revision 0, older than 1");
            refusesEarlyData(gateway);
            sql.sql("update ledger_head set revision = 1").update();
            saysSo(gateway, "null");
            EarlyDataGate gate = gateway.bean(EarlyDataGate.class);
            ReplicaFleet.await("early data is refused", () -> gate.refusal().isEmpty());
            ReplicaFleet.upstream(gateway, "second");
            assertThat(served(gateway)).containsExactly("first", "second");
        }
    }
}
