package dev.postern.gateway.ledger;

import dev.postern.gateway.database.Database;
import dev.postern.gateway.database.WritersTurn;
import dev.postern.gateway.vault.UnusableEncryptionKey;
import dev.postern.gateway.vault.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Whether our key-encryption key is the one that the database's secrets are sealed with. With another one a replica could serve no
/// certificate and would seal what the others cannot open.
///
/// A file that nobody else opens may change its key, for that is all that is left to whoever lost it: hosts whose keys cannot be opened are
/// broken until they get new certificates, and ticket keys begin anew.
@Component
class KeyCheck {
    private static final Logger LOG = LoggerFactory.getLogger(KeyCheck.class);
    private static final String PLACE = "key check";
    private static final byte[] CONSTANT = "postern".getBytes(StandardCharsets.US_ASCII);

    private final JdbcClient sql;
    private final TransactionTemplate transactions;
    private final WritersTurn turn;
    private final Vault vault;
    private final Database database;

    KeyCheck(JdbcClient sql, TransactionTemplate transactions, WritersTurn turn, Vault vault,
            Database database) {
        this.sql = sql;
        this.transactions = transactions;
        this.turn = turn;
        this.vault = vault;
        this.database = database;
    }

    /// @throws UnusableEncryptionKey when those who share the database have another key
    void run() {
        transactions.executeWithoutResult(status -> {
            // One after the other: of two replicas that start at once with different keys, one has to see the other's.
            turn.take();
            Optional<byte[]> sealed = sql.sql("select sealed from key_check where id = 1").query(byte[].class)
                    .optional();
            if (sealed.isEmpty()) {
                sql.sql("insert into key_check (id, sealed) values (1, ?)").param(vault.seal(PLACE, CONSTANT)).update();
            } else if (!opens(sealed.get())) {
                otherKey();
            }
        });
    }

    private boolean opens(byte[] sealed) {
        try {
            vault.open(PLACE, sealed);
            return true;
        } catch (Vault.CannotOpen otherKey) {
            return false;
        }
    }

    private void otherKey() {
        if (database.isShared()) {
            throw UnusableEncryptionKey.foreign();
        }
        LOG.warn("The key-encryption key is another one than before: private keys that were sealed under the old one"
                + " cannot be opened, and ticket keys begin anew");
        sql.sql("delete from ticket_key_ring").update();
        sql.sql("update key_check set sealed = ?").param(vault.seal(PLACE, CONSTANT)).update();
    }
}
