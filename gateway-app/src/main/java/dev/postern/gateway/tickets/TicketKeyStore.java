package dev.postern.gateway.tickets;

import dev.postern.gateway.database.ChangeSignal;
import dev.postern.gateway.database.WritersTurn;
import dev.postern.gateway.ledger.History;
import dev.postern.gateway.vault.Vault;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// The ring at rest: one row, sealed, for all replicas.
@Component
class TicketKeyStore {
    private static final String PLACE = "ticket keys";

    private final JdbcClient database;
    private final TransactionTemplate transactions;
    private final WritersTurn turn;
    private final History history;
    private final ChangeSignal signal;
    private final Vault vault;

    TicketKeyStore(JdbcClient database, TransactionTemplate transactions, WritersTurn turn,
            History history, ChangeSignal signal, Vault vault) {
        this.database = database;
        this.transactions = transactions;
        this.turn = turn;
        this.history = history;
        this.signal = signal;
        this.vault = vault;
    }

    /// What tells a stored ring from another. The version alone does not: a rotation by the clock is no write of the history, and a database
    /// that was restored from a copy of before it counts the same numbers again.
    ///
    /// @param revocation the name of the last one; keys of before it are not to be taken up again
    record Mark(long version, String revocation) {
        /// When no ring is kept.
        static final Mark NOTHING = new Mark(0, KnownRevocation.NONE);

        private static Mark of(ResultSet row) throws SQLException {
            return new Mark(row.getLong(1), row.getString(2));
        }
    }

    /// The ring as it was kept.
    ///
    /// @param saved to be wiped by whoever reads it
    record Kept(byte[] saved, Mark mark) {}

    Mark mark() {
        return database.sql("select version, revocation from ticket_key_ring where id = 1")
                .query((row, n) -> Mark.of(row)).optional().orElse(Mark.NOTHING);
    }

    /// Does the work in one transaction, while no other replica writes anything.
    ///
    /// @throws dev.postern.gateway.ledger.OtherHistory when the store lacks writes that were seen here: a revocation may be among them, and
    ///                                                 then what it holds are the revoked keys
    <T> T alone(Supplier<T> work) {
        return Objects.requireNonNull(transactions.execute(status -> {
            turn.take();
            history.follow();
            return work.get();
        }));
    }

    /// @throws Vault.CannotOpen when it was sealed under another key, or is damaged
    Optional<Kept> read() {
        return database.sql("select version, revocation, sealed from ticket_key_ring where id = 1")
                .query((row, n) -> new Kept(vault.open(PLACE, row.getBytes(3)), Mark.of(row))).optional();
    }

    /// Seals and keeps the ring, wipes the array, and tells the other replicas. Inside [#alone].
    ///
    /// @return its mark
    Mark keep(byte[] saved, Instant now) {
        byte[] sealed = vault.seal(PLACE, saved);
        Arrays.fill(saved, (byte) 0);
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        int changed = database
                .sql("update ticket_key_ring set sealed = ?, changed_at = ?, version = version + 1 where id = 1")
                .params(sealed, at).update();
        if (changed == 0) {
            database.sql("insert into ticket_key_ring (id, sealed, changed_at) values (1, ?, ?)").params(sealed, at)
                    .update();
        }
        signal.raise();
        return mark();
    }

    /// Keys of before are never taken up again. Inside [#alone], after [#keep]. The time is for the release before, which knows no names.
    ///
    /// @return with a name that no other revocation has: not even one that a restored copy of the database has forgotten
    Mark revoke(Instant now) {
        database.sql("update ticket_key_ring set revocation = ?, revoked_at = ? where id = 1")
                .params(UUID.randomUUID().toString(), now.atOffset(ZoneOffset.UTC)).update();
        return mark();
    }
}
