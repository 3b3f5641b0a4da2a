package dev.postern.gateway.replicas;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/// Replicas in the database. All times are the database's own, so that clocks that are apart make no replica look dead.
@Component
class ReplicaStore {
    private final JdbcClient database;

    ReplicaStore(JdbcClient database) {
        this.database = database;
    }

    void renew(String id, String name, long appliedRevision, @Nullable String trouble) {
        int renewed = database.sql("update replica set applied_revision = ?, trouble = cast(? as varchar),"
                + " seen_at = current_timestamp where id = ?").params(appliedRevision).param(trouble).param(id)
                .update();
        if (renewed == 0) {
            database.sql("insert into replica (id, name, applied_revision, trouble, started_at, seen_at)"
                    + " values (?, ?, ?, cast(? as varchar), current_timestamp, current_timestamp)")
                    .params(id, name, appliedRevision).param(trouble).update();
        }
    }

    /// @return whether the row is there
    boolean seesMemory(String id, long zone, @Nullable String memory) {
        return database.sql("update replica set replay_zone = ?, replay_memory = cast(? as varchar) where id = ?")
                .param(zone).param(memory).param(id).update() == 1;
    }

    /// Who may act on early data of this zone by another memory: was seen just now, or has a lease that runs still.
    int othersWithAnotherMemory(String id, long zone, String memory, Duration silence) {
        return database.sql("""
                select count(*) from replica where id <> ? and replay_zone = ? and replay_memory <> ?
                and (seen_at > current_timestamp - cast(? as integer) * interval '1' second
                     or early_data_seen_at > current_timestamp
                        - (early_data_lease_millis / 1000 + 1) * interval '1' second)""")
                .params(id, zone, memory, silence.toSeconds()).query(Integer.class).single();
    }

    /// Forgets those that have been silent for so long, and as long again after their lease of early data: while it runs, others wait for
    /// them, whatever its length.
    void forget(Duration silence) {
        database.sql("""
                delete from replica where seen_at < current_timestamp - cast(? as integer) * interval '1' second
                and (early_data_seen_at is null or early_data_seen_at < current_timestamp
                     - (cast(? as integer) + early_data_lease_millis / 1000) * interval '1' second)""")
                .params(silence.toSeconds(), silence.toSeconds()).update();
    }

    void forget(String id) {
        database.sql("delete from replica where id = ?").param(id).update();
    }

    void forgetOthers(String id) {
        database.sql("delete from replica where id <> ?").param(id).update();
    }

    List<Replica> list(String self) {
        return database.sql("select id, name, started_at, applied_revision, seen_at, current_timestamp, trouble,"
                + " early_data_revision, early_data_lease_millis, early_data_seen_at"
                + " from replica order by started_at, id")
                .query((row, n) -> {
                    var seenAt = row.getObject(5, OffsetDateTime.class).toInstant();
                    var now = row.getObject(6, OffsetDateTime.class).toInstant();
                    return new Replica(row.getString(1), row.getString(2),
                            row.getObject(3, OffsetDateTime.class).toInstant(), row.getLong(4), seenAt,
                            Duration.between(seenAt, now), row.getString(7),
                            new Replica.EarlyDataLease(row.getLong(8), isHeld(row, now)),
                            row.getString(1).equals(self));
                }).list();
    }

    private static boolean isHeld(ResultSet row, Instant now) throws SQLException {
        OffsetDateTime seenAt = row.getObject(10, OffsetDateTime.class);
        return seenAt != null && seenAt.toInstant().plusMillis(row.getLong(9)).isAfter(now);
    }
}
