package dev.postern.gateway.ledger;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.util.UUID;

/// Whether the writes in the store are those that this process has seen.
///
/// A revision alone does not tell: a database that was restored from a copy reaches the same number again by other writes, and a replica
/// that served the first ones would believe that it has the newest. So each write draws a stamp, and the store must have the stamp of
/// whatever was seen last.
@Component
public class History {
    private static final Head NOTHING = new Head(-1, "");
    private final JdbcClient database;
    private volatile Head seen = NOTHING;

    public History(JdbcClient database) {
        this.database = database;
    }

    /// One write.
    ///
    /// @param stamp empty when it has none: an older release wrote it
    public record Head(long revision, String stamp) {

        Head next() {
            return new Head(revision + 1, UUID.randomUUID().toString());
        }

        private boolean isOther(@Nullable String stored) {
            return stored != null && !stored.isEmpty() && !stamp.isEmpty() && !stored.equals(stamp);
        }
    }

    /// @param stamp   of the newest
    /// @param another of the revision that was seen
    private record Stored(long revision, @Nullable String stamp, @Nullable String another) {}

    /// The newest write, which counts as seen then. As the first statement of a transaction that reads at one moment: what was seen must be
    /// older than that moment.
    ///
    /// @throws OtherHistory when the store does not have what was seen before
    public Head follow() {
        Head before = seen;
        Stored stored = database.sql("""
                select head.revision, newest.stamp, known.stamp from ledger_head head
                left join ledger_stamp newest on newest.revision = head.revision
                left join ledger_stamp known on known.revision = cast(? as bigint)
                where head.id = 1""").param(before.revision())
                .query((row, n) -> new Stored(row.getLong(1), row.getString(2), row.getString(3))).single();
        if (stored.revision() < before.revision()) {
            throw OtherHistory.shorter(stored.revision(), before.revision());
        }
        if (before.isOther(stored.another())) {
            throw OtherHistory.different(before.revision());
        }
        String stamp = stored.stamp();
        Head newest = new Head(stored.revision(), stamp == null ? "" : stamp);
        saw(newest);
        return newest;
    }

    /// What was read from elsewhere, or written and committed here.
    public synchronized void saw(Head head) {
        if (head.revision() > seen.revision()) {
            seen = head;
        }
    }

    /// Inside the transaction of a write.
    void append(Head next) {
        database.sql("insert into ledger_stamp (revision, stamp) values (?, ?)").params(next.revision(), next.stamp())
                .update();
        database.sql("update ledger_head set revision = ? where id = 1").param(next.revision()).update();
    }
}
