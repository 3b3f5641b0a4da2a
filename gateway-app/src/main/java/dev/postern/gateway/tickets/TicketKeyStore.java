package dev.postern.gateway.tickets;

import dev.postern.gateway.database.ChangeSignal;
import dev.postern.gateway.database.WritersTurn;
import dev.postern.gateway.vault.Vault;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

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
    static final long NOTHING = 0;
    private static final String PLACE = "ticket keys";

    private final JdbcClient database;
    private final TransactionTemplate transactions;
    private final WritersTurn turn;
    private final ChangeSignal signal;
    private final Vault vault;

    TicketKeyStore(JdbcClient database, TransactionTemplate transactions, WritersTurn turn,
            ChangeSignal signal, Vault vault) {
        this.database = database;
        this.transactions = transactions;
        this.turn = turn;
        this.signal = signal;
        this.vault = vault;
    }

    /// The ring as it was kept.
    ///
    /// @param saved      to be wiped by whoever reads it
    /// @param revocation the name of the last one; keys of before it are not to be taken up again
    record Kept(byte[] saved, long version, String revocation) {}

    /// [#NOTHING] when none is kept.
    long version() {
        return database.sql("select version from ticket_key_ring where id = 1").query(Long.class).optional()
                .orElse(NOTHING);
    }

    /// Does the work in one transaction, while no other replica writes anything.
    <T> T alone(Supplier<T> work) {
        return Objects.requireNonNull(transactions.execute(status -> {
            turn.take();
            return work.get();
        }));
    }

    /// @throws Vault.CannotOpen when it was sealed under another key, or is damaged
    Optional<Kept> read() {
        return database.sql("select sealed, version, revocation from ticket_key_ring where id = 1")
                .query((row, n) -> new Kept(vault.open(PLACE, row.getBytes(1)), row.getLong(2), row.getString(3)))
                .optional();
    }

    /// Seals and keeps the ring, wipes the array, and tells the other replicas. Inside [#alone].
    ///
    /// @return its version
    long keep(byte[] saved, Instant now) {
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
        return version();
    }

    /// Keys of before are never taken up again. Inside [#alone], after [#keep].
    ///
    /// @return its name, which no other revocation has: not even one that a restored copy of the database has forgotten
    String revoke() {
        String name = UUID.randomUUID().toString();
        database.sql("update ticket_key_ring set revocation = ? where id = 1").param(name).update();
        return name;
    }
}
