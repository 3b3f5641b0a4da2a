package dev.postern.gateway.tickets;

import dev.postern.gateway.vault.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/// The ring at rest: one row, sealed.
@Component
class TicketKeyStore {
    private static final Logger LOG = LoggerFactory.getLogger(TicketKeyStore.class);
    private static final String PLACE = "ticket keys";

    private final JdbcClient database;
    private final Vault vault;

    TicketKeyStore(JdbcClient database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /// Empty when nothing is kept, or what is kept cannot be opened; clients then make full handshakes.
    Optional<byte[]> read() {
        Optional<byte[]> sealed = database.sql("select sealed from ticket_key_ring where id = 1").query(byte[].class)
                .optional();
        try {
            return sealed.map(bytes -> vault.open(PLACE, bytes));
        } catch (Vault.CannotOpen e) {
            LOG.warn("The kept ticket keys cannot be opened; new ones are made: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /// Seals and keeps the ring, and wipes the array.
    void keep(byte[] saved, Instant now) {
        byte[] sealed = vault.seal(PLACE, saved);
        Arrays.fill(saved, (byte) 0);
        int changed = database.sql("update ticket_key_ring set sealed = ?, changed_at = ? where id = 1")
                .params(sealed, now.atOffset(ZoneOffset.UTC)).update();
        if (changed == 0) {
            database.sql("insert into ticket_key_ring (id, sealed, changed_at) values (1, ?, ?)")
                    .params(sealed, now.atOffset(ZoneOffset.UTC)).update();
        }
    }
}
