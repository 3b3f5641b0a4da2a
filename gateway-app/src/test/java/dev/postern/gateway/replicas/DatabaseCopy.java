package dev.postern.gateway.replicas;

import dev.postern.gateway.TestGateway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// What a copy of the database holds of documents, history and ticket keys.
///
/// @param revision of the last write that is in it
/// @param ring     the sealed ticket keys
public record DatabaseCopy(long revision, Ring ring) {

    /// As hexadecimal digits: two copies are compared.
    public record Ring(String sealed, long version, String revocation) {

        private static Ring of(ResultSet row) throws SQLException {
            return new Ring(row.getString(1), row.getLong(2), row.getString(3));
        }
    }

    public static DatabaseCopy of(TestGateway gateway) {
        JdbcClient sql = gateway.bean(JdbcClient.class);
        return new DatabaseCopy(sql.sql("select revision from ledger_head").query(Long.class).single(),
                sql.sql("select encode(sealed, 'hex'), version, revocation from ticket_key_ring")
                        .query((row, n) -> Ring.of(row)).single());
    }

    public void restoreUnder(TestGateway gateway) {
        JdbcClient sql = gateway.bean(JdbcClient.class);
        gateway.bean(TransactionTemplate.class).executeWithoutResult(status -> {
            for (String table : List.of("document", "audit", "ledger_stamp")) {
                sql.sql("delete from " + table + " where revision > ?").param(revision).update();
            }
            sql.sql("update ledger_head set revision = ?").param(revision).update();
            sql.sql("update ticket_key_ring set sealed = decode(?, 'hex'), version = ?, revocation = ?")
                    .params(ring.sealed(), ring.version(), ring.revocation()).update();
        });
    }
}
