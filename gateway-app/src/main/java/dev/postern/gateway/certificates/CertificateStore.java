package dev.postern.gateway.certificates;

import dev.postern.gateway.ledger.Change;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// The versions of certificates in the database.
@Component
class CertificateStore {
    private final JdbcClient database;

    CertificateStore(JdbcClient database) {
        this.database = database;
    }

    /// @param summary JSON of a [Summary]
    record Row(int version, boolean active, String chainPem, String summary, Instant createdAt) {}

    List<Row> versions(String id) {
        return database.sql("select version, active, chain_pem, summary, created_at from certificate_version"
                + " where certificate_id = ? order by version desc").param(id)
                .query((row, n) -> new Row(row.getInt(1), row.getBoolean(2), row.getString(3), row.getString(4),
                        row.getObject(5, OffsetDateTime.class).toInstant()))
                .list();
    }

    Optional<Row> version(String id, int version) {
        return versions(id).stream().filter(row -> row.version() == version).findFirst();
    }

    void add(Change change, String id, int version, String chainPem, byte[] sealedKey, String summary) {
        database.sql("insert into certificate_version (certificate_id, version, active, chain_pem, sealed_key, summary,"
                + " created_at) values (?, ?, false, ?, ?, ?, ?)")
                .params(id, version, chainPem, sealedKey, summary, change.at().atOffset(ZoneOffset.UTC)).update();
    }

    void activate(String id, int version) {
        database.sql("update certificate_version set active = (version = ?) where certificate_id = ?")
                .params(version, id).update();
    }
}
