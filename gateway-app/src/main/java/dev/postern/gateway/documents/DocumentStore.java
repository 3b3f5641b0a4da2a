package dev.postern.gateway.documents;

import dev.postern.gateway.database.Database;
import dev.postern.gateway.ledger.Change;
import dev.postern.gateway.ledger.History;
import dev.postern.gateway.ledger.History.Head;
import dev.postern.gateway.ledger.Store;
import dev.postern.gateway.problem.FieldError;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Documents in the database, with the declared ones beside them. Writes happen inside [dev.postern.gateway.ledger.Ledger#write].
@Component
public class DocumentStore {
    private static final char NUL = 0;
    private static final String COLUMNS = "id, kind, parent_id, name, body, revision, created_at, changed_at";
    private static final String ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int ID_CHARACTERS = 16;

    private final JdbcClient database;
    private final Declared declared;
    private final Store store;
    private final History history;
    private final TransactionTemplate reading;
    private final String byName;
    private final SecureRandom random = new SecureRandom();

    DocumentStore(JdbcClient database, Declared declared, Store store, History history, Database kind,
            PlatformTransactionManager transactions) {
        this.database = database;
        this.declared = declared;
        this.store = store;
        this.history = history;
        this.byName = kind.ordered("name");
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /// By name, after a name.
    public List<Document> list(Kind kind, String parentId, String afterName, int limit) {
        store.requireOpen();
        List<Document> stored = database.sql("select " + COLUMNS + " from document where kind = ? and parent_id = ?"
                + " and " + byName + " > ? order by " + byName + " fetch first ? rows only")
                .params(kind.label(), parentId, afterName, limit)
                .query(ROW).list();
        Stream<Document> others = declared.of(kind, parentId).stream()
                .filter(document -> document.name().compareTo(afterName) > 0);
        return Stream.concat(stored.stream(), others).sorted(Comparator.comparing(Document::name)).limit(limit)
                .toList();
    }

    public Optional<Document> find(Kind kind, String id) {
        Optional<Document> other = declared.all().stream()
                .filter(document -> document.kind() == kind && document.id().equals(id)).findFirst();
        return other.isPresent() ? other : stored(kind, id);
    }

    private Optional<Document> stored(Kind kind, String id) {
        store.requireOpen();
        if (id.indexOf(NUL) >= 0) {
            // No text for PostgreSQL, which would take it for a fault of the connection's.
            return Optional.empty();
        }
        return database.sql("select " + COLUMNS + " from document where kind = ? and id = ?").params(kind.label(), id)
                .query(ROW).optional();
    }

    /// All of a kind, whatever their parent.
    public List<Document> all(Kind kind) {
        return Stream.concat(
                database.sql("select " + COLUMNS + " from document where kind = ? order by " + byName)
                        .param(kind.label())
                        .query(ROW).list().stream(),
                declared.all().stream().filter(document -> document.kind() == kind)).toList();
    }

    public String newId(Kind kind) {
        StringBuilder id = new StringBuilder(kind.idPrefix()).append('_');
        for (int i = 0; i < ID_CHARACTERS; i++) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return id.toString();
    }

    public Document insert(Change change, Kind kind, String id, String parentId, String name, String body) {
        requireFreeName(kind, parentId, name);
        OffsetDateTime at = change.at().atOffset(ZoneOffset.UTC);
        try {
            database.sql("insert into document (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(id, kind.label(), parentId, name, body, change.revision(), at, at).update();
        } catch (DuplicateKeyException e) {
            throw nameTaken(kind, name);
        }
        change.record("create", kind.label(), id, name, null, body);
        return new Document(kind, id, parentId, name, body, change.revision(), change.at(), change.at(), false);
    }

    public Document update(Change change, Document old, String name, String body) {
        if (!name.equals(old.name())) {
            requireFreeName(old.kind(), old.parentId(), name);
        }
        try {
            database.sql("update document set name = ?, body = ?, revision = ?, changed_at = ? where id = ?")
                    .params(name, body, change.revision(), change.at().atOffset(ZoneOffset.UTC), old.id()).update();
        } catch (DuplicateKeyException e) {
            throw nameTaken(old.kind(), name);
        }
        change.record("update", old.kind().label(), old.id(), name, old.body(), body);
        return new Document(old.kind(), old.id(), old.parentId(), name, body, change.revision(), old.createdAt(),
                change.at(), false);
    }

    public void delete(Change change, Document old) {
        database.sql("delete from document where id = ?").param(old.id()).update();
        change.record("delete", old.kind().label(), old.id(), old.name(), old.body(), null);
    }

    /// What the current transaction sees.
    public StoreContents contents(Head writtenBy) {
        List<Document> stored = database.sql("select " + COLUMNS + " from document order by " + byName).query(ROW)
                .list();
        List<SealedCertificate> certificates = database
                .sql("select certificate_id, version, chain_pem, sealed_key from certificate_version where active")
                .query((row, n) -> new SealedCertificate(row.getString(1), row.getInt(2), row.getString(3),
                        row.getBytes(4)))
                .list();
        return new StoreContents(writtenBy.revision(), writtenBy.stamp(), stored, certificates);
    }

    /// What the last write left: read at one moment, whatever is written meanwhile.
    ///
    /// @throws dev.postern.gateway.ledger.OtherHistory when the store does not have what was read before
    public StoreContents newest() {
        return Objects.requireNonNull(reading.execute(status -> contents(history.follow())));
    }

    private void requireFreeName(Kind kind, String parentId, String name) {
        boolean taken = declared.of(kind, parentId).stream().anyMatch(other -> other.name().equals(name));
        if (taken) {
            throw nameTaken(kind, name);
        }
    }

    private static Problem nameTaken(Kind kind, String name) {
        String message = "There is another " + kind.label() + " named '" + name + "'.";
        return Problem.of(ProblemType.NAME_TAKEN, message, List.of(new FieldError("/name", "nameTaken", message)));
    }

    private static final RowMapper<Document> ROW = DocumentStore::document;

    private static Document document(ResultSet row, int number) throws SQLException {
        return new Document(kind(row.getString("kind")), row.getString("id"), row.getString("parent_id"),
                row.getString("name"), row.getString("body"), row.getLong("revision"), instant(row, "created_at"),
                instant(row, "changed_at"), false);
    }

    private static Kind kind(@Nullable String label) {
        for (Kind kind : Kind.values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new IllegalStateException("the store holds a document of unknown kind " + label);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
