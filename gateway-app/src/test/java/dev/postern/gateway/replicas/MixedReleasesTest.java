package dev.postern.gateway.replicas;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.tls.earlydata.EarlyDataReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/// A newer release wrote what these two cannot read.
@Timeout(300)
@ExtendWith(SharedPostgres.class)
class MixedReleasesTest {
    @TempDir
    Path folder;
    private TestGateway one;
    private TestGateway other;
    private JdbcClient sql;

    @BeforeEach
    void aNewerReleaseWritesBesideThem(PostgresServer postgres) throws Exception {
        ReplicaFleet fleet = new ReplicaFleet(folder, postgres.newDatabase());
        one = fleet.start("one", ReplicaFleet.KEY, "--postern.early-data.lease=120s");
        other = fleet.start("other", ReplicaFleet.KEY, "--postern.early-data.lease=120s");
        sql = one.bean(JdbcClient.class);
        ReplicaFleet.upstream(one, "first");
        for (TestGateway gateway : new TestGateway[]{one, other}) {
            ReplicaFleet.await("revision 1 is not served", () -> served(gateway) == 1);
            ReplicaFleet.await("early data is refused", () -> refusal(gateway) == null);
        }
        write("insert into document (id, kind, parent_id, name, body, revision, created_at, changed_at)"
                + " values ('x', 'ofTheFuture', '', 'x', '{}', 2, current_timestamp, current_timestamp)");
        ReplicaFleet.await("nobody said so", () -> one.bean(Replicas.class).list().stream()
                .allMatch(replica -> String.valueOf(replica.trouble()).contains("cannot be served here")));
    }

    @AfterEach
    void stop() {
        other.close();
        one.close();
    }

    private void write(String statement) {
        one.bean(TransactionTemplate.class).executeWithoutResult(status -> {
            sql.sql(statement).update();
            sql.sql("update ledger_head set revision = revision + 1").update();
        });
    }

    private static long served(TestGateway gateway) {
        return gateway.bean(SnapshotHolder.class).current().revision();
    }

    private static @Nullable EarlyDataReason refusal(TestGateway gateway) {
        return gateway.bean(EarlyDataGate.class).refusal().orElse(null);
    }

    private String trouble() {
        return one.bean(Replicas.class).list().stream().filter(Replica::self).findFirst()
                .map(replica -> String.valueOf(replica.trouble())).orElse("");
    }

    private WebTestClient.ResponseSpec killSwitch(boolean engaged) {
        return one.admin().put().uri("/api/v1/early-data/kill-switch").header(HttpHeaders.IF_MATCH, "*")
                .contentType(MediaType.APPLICATION_JSON).bodyValue("{\"engaged\":" + engaged + "}").exchange();
    }

    private String ticketKeys() {
        return Objects.requireNonNull(one.admin().get().uri("/api/v1/ticket-keys").exchange().expectBody(String.class)
                .returnResult().getResponseBody()).replaceAll("\"ageSeconds\":\\d+", "");
    }

    @Test
    void theKillSwitchIsEngagedByWhoCannotReadWhatIsStored() throws Exception {
        killSwitch(true).expectStatus().isOk();
        assertThat(refusal(one)).isEqualTo(EarlyDataReason.KILL_SWITCH);
        ReplicaFleet.await("the other lets early data in", () -> refusal(other) == EarlyDataReason.KILL_SWITCH);
        assertThat(served(one)).as("what it can read is served on").isEqualTo(1);
        assertThat(trouble()).contains("cannot be served here");
        theNextThatCanBeReadIsServed(3);
    }

    /// Without knowing what that lets in again: nothing is, until those have it who know.
    @Test
    void theKillSwitchIsReleasedByWhoCannotReadWhatIsStored() throws Exception {
        killSwitch(true).expectStatus().isOk();
        killSwitch(false).expectStatus().isOk();
        assertThat(refusal(one)).isNull();
        one.admin().get().uri("/api/v1/early-data").exchange().expectBody().jsonPath("$.underWay[0].phase")
                .isEqualTo("prepare");
        assertThat(sql.sql("select before_grants from early_data_stage").query(String.class).list())
                .containsExactly("{\"hosts\":[]}");
        theNextThatCanBeReadIsServed(4);
        ReplicaFleet.await("it is not enabled", () -> Objects
                .requireNonNull(one.admin().get().uri("/api/v1/early-data").exchange().expectBody(String.class)
                        .returnResult().getResponseBody())
                .contains("\"underWay\":[]"));
    }

    @Test
    void ticketKeysAreRevokedByWhoCannotReadWhatIsStored() throws Exception {
        String before = ticketKeys();
        one.admin().post().uri("/api/v1/ticket-keys/revoke-all").exchange().expectStatus().isOk();
        assertThat(ticketKeys()).isNotEqualTo(before);
        assertThat(trouble()).contains("cannot be served here");
        theNextThatCanBeReadIsServed(3);
    }

    /// In a rolling update the release before this one serves on beside it. It reads the ring by this statement, and drops keys of its own by
    /// that time.
    @Test
    void theReleaseBeforeReadsTheRingAndWhenItWasRevoked() {
        String read = "select revoked_at from ticket_key_ring where id = 1 and version > ?";
        Instant began = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        long version = sql.sql("select version from ticket_key_ring").query(Long.class).single();
        assertThat(sql.sql(read).param(0).query(OffsetDateTime.class).optional()).as("never").isEmpty();
        one.admin().post().uri("/api/v1/ticket-keys/revoke-all").exchange().expectStatus().isOk();
        assertThat(sql.sql(read).param(version).query(OffsetDateTime.class).single().toInstant())
                .isBetween(began, Instant.now());
    }

    @Test
    void aDryRunIsUndone() {
        one.admin().put().uri("/api/v1/early-data/kill-switch?dryRun=true").header(HttpHeaders.IF_MATCH, "*")
                .contentType(MediaType.APPLICATION_JSON).bodyValue("{\"engaged\":true}").exchange().expectStatus()
                .isOk();
        assertThat(refusal(one)).isNull();
        assertThat(sql.sql("select revision from ledger_head").query(Long.class).single()).isEqualTo(2);
    }

    @Test
    void whatWouldHaveToBeCompiledWithItIsRefused() {
        one.admin().post().uri("/api/v1/upstreams").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(ReplicaFleet.upstream("second")).exchange().expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.type").isEqualTo("urn:postern:problem:not-readable-here").jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("ofTheFuture").contains("upgrade this one"));
        assertThat(sql.sql("select revision from ledger_head").query(Long.class).single()).isEqualTo(2);
    }

    private void theNextThatCanBeReadIsServed(long revision) throws Exception {
        write("delete from document where id = 'x'");
        ReplicaFleet.await("it is not served", () -> served(one) == revision + 1 && served(other) == revision + 1);
        ReplicaFleet.await("the trouble is not over", () -> one.bean(Replicas.class).list().stream()
                .allMatch(replica -> replica.trouble() == null));
        ReplicaFleet.upstream(one, "second");
        assertThat(served(one)).isEqualTo(revision + 2);
    }
}
