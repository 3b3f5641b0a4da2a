package dev.postern.gateway.earlydata;

import dev.postern.gateway.database.WritersTurn;
import dev.postern.gateway.ledger.History;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Early data's part of the database. All times are the database's own.
@Component
class RolloutStore {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutStore.class);
    private final JdbcClient database;
    private final History history;
    private final JsonMapper json;
    private final WritersTurn turn;
    private final TransactionTemplate writing;
    private final TransactionTemplate reading;

    RolloutStore(JdbcClient database, History history, JsonMapper json, WritersTurn turn,
            PlatformTransactionManager transactions) {
        this.database = database;
        this.history = history;
        this.json = json;
        this.turn = turn;
        this.writing = new TransactionTemplate(transactions);
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /// A stage as it is stored.
    record StageRow(long revision, Grants before, @Nullable Instant enabledAt) {}

    /// @param revision of the last write
    /// @param now      by the database's clock
    record Look(long revision, Instant now, KillSwitch killSwitch, List<StageRow> stages,
            List<ReplicaLease> replicas) {}

    /// Everything, at one moment.
    ///
    /// @throws dev.postern.gateway.ledger.OtherHistory when this is not what was looked at before
    Look look() {
        return Objects.requireNonNull(reading.execute(status -> look(history.follow().revision())));
    }

    /// The same, as the current transaction sees it.
    Look look(long revision) {
        Instant now = database.sql("select current_timestamp").query((row, n) -> instant(row, 1)).single();
        return new Look(revision, now, killSwitch(), stages(), replicas());
    }

    KillSwitch killSwitch() {
        return database
                .sql("select engaged, note, revision, changed_at, changed_by from early_data_switch where id = 1")
                .query((row, n) -> new KillSwitch(row.getBoolean(1), row.getString(2), row.getLong(3), instant(row, 4),
                        row.getString(5)))
                .single();
    }

    void keep(KillSwitch killSwitch) {
        database.sql("update early_data_switch set engaged = ?, note = ?, revision = ?, changed_at = ?, changed_by = ?"
                + " where id = 1")
                .params(killSwitch.engaged(), killSwitch.note(), killSwitch.revision(),
                        killSwitch.changedAt().atOffset(ZoneOffset.UTC), killSwitch.changedBy())
                .update();
    }

    /// Those that are not over.
    private List<StageRow> stages() {
        return database.sql("""
                select revision, before_grants, enabled_at from early_data_stage
                where enabled_at is null or enabled_at > current_timestamp order by revision""")
                .query((row, n) -> new StageRow(row.getLong(1), read(row.getString(2)),
                        row.getObject(3) == null ? null : instant(row, 3)))
                .list();
    }

    private List<ReplicaLease> replicas() {
        return database.sql("select id, early_data_revision, early_data_lease_millis, early_data_seen_at from replica")
                .query((row, n) -> new ReplicaLease(row.getString(1), row.getLong(2), Duration.ofMillis(row.getLong(3)),
                        row.getObject(4) == null ? null : instant(row, 4)))
                .list();
    }

    /// Tells the others that this replica acts by what it has. If its lease ended before they were told, somebody may have ceased to wait for it,
    /// and it begins anew.
    ///
    /// @return whether it may
    boolean mayAct(String id, long revision, PolicyLease lease) {
        if (lease.isHeld()) {
            boolean told = acknowledge(id, revision, lease.length());
            if (lease.isHeld()) {
                return told;
            }
        }
        return begin(id, revision, lease.length());
    }

    /// Tells the others what this replica has. @return whether it is registered, and the revision still the newest
    boolean acknowledge(String id, long revision, Duration lease) {
        return database.sql("""
                update replica set early_data_revision = ?, early_data_lease_millis = ?,
                                   early_data_seen_at = current_timestamp
                where id = ? and (select revision from ledger_head where id = 1) = ?""")
                .params(revision, lease.toMillis(), id, revision).update() == 1;
    }

    /// The same for a replica that nobody waits for yet. It takes the turn of a writer: one that is at work would not see it, enable at once
    /// what it widens, and be alone with that until this replica looks again.
    boolean begin(String id, long revision, Duration lease) {
        return Boolean.TRUE.equals(writing.execute(status -> {
            turn.take();
            return acknowledge(id, revision, lease);
        }));
    }

    /// Unless another replica did. The span counts from this very statement: a look may be old, and a moment that is past when it becomes
    /// known would have the replicas switch one after the other.
    void enable(long revision, Duration ahead) {
        database.sql("""
                update early_data_stage set enabled_at = current_timestamp + cast(? as bigint) * interval '0.001' second
                where revision = ? and enabled_at is null""").params(ahead.toMillis(), revision).update();
    }

    void forgetEnabledBefore(Instant time) {
        database.sql("delete from early_data_stage where enabled_at < ?").param(time.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// What was granted by the last write; empty before the first.
    Optional<Grants> grants() {
        return database.sql("select grants from early_data_grants where id = 1").query(String.class).optional()
                .map(this::read);
    }

    void keepGrants(Grants grants) {
        String text = json.writeValueAsString(grants);
        if (database.sql("update early_data_grants set grants = ? where id = 1").param(text).update() == 0) {
            database.sql("insert into early_data_grants (id, grants) values (1, ?)").param(text).update();
        }
    }

    /// Beside those that wait already: each holds what was not granted before it, and that may have become less between two of them.
    void await(long revision, Grants before) {
        database.sql("insert into early_data_stage (revision, before_grants) values (?, ?)")
                .params(revision, json.writeValueAsString(before)).update();
    }

    /// What cannot be read here, a newer release may have written; nothing is what it grants then.
    private Grants read(String text) {
        try {
            return json.readValue(text, Grants.class);
        } catch (JacksonException e) {
            LOG.warn("What early data may do cannot be read, and counts as nothing: {}", e.getOriginalMessage());
            return Grants.NONE;
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
