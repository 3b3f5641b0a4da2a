package dev.postern.gateway.ledger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/// Reads the audit trail. Nothing ever changes or deletes a row of it.
@Component
public class AuditTrail {
    private final JdbcClient database;
    private final Store store;

    AuditTrail(JdbcClient database, Store store) {
        this.database = database;
        this.store = store;
    }

    /// One change of one object.
    ///
    /// @param before state without secrets, or null for a new object
    /// @param after  state without secrets, or null for a deleted one
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AuditEntry(@Schema(requiredMode = RequiredMode.REQUIRED) long revision,
            @JsonIgnore int line, @Schema(requiredMode = RequiredMode.REQUIRED) Instant at,
            @Schema(requiredMode = RequiredMode.REQUIRED) String actor,
            @Schema(requiredMode = RequiredMode.REQUIRED) String action,
            @Schema(requiredMode = RequiredMode.REQUIRED) String kind,
            @Schema(requiredMode = RequiredMode.REQUIRED) String resourceId,
            @Schema(requiredMode = RequiredMode.REQUIRED) String resourceName,
            @Schema(type = "object") @JsonRawValue @Nullable String before,
            @Schema(type = "object") @JsonRawValue @Nullable String after) {

        /// Where a next page goes on.
        public String position() {
            return revision + "." + line;
        }
    }

    /// Newest first.
    ///
    /// @param position of the last entry seen, or empty
    /// @param resource id, or null for all
    public List<AuditEntry> list(int limit, String position, @Nullable String resource, @Nullable String actor) {
        store.requireOpen();
        Position from = Position.of(position);
        requireText("resource", resource);
        requireText("actor", actor);
        return database
                .sql("""
                        select revision, position, at, actor, action, kind, resource_id, resource_name, before_state, after_state
                        from audit
                        where (revision < :revision or (revision = :revision and position > :line))
                          and (cast(:resource as varchar) is null or resource_id = :resource)
                          and (cast(:actor as varchar) is null or actor = :actor)
                        order by revision desc, position fetch first :limit rows only""")
                .param("revision", from.revision()).param("line", from.line()).param("resource", resource)
                .param("actor", actor).param("limit", limit)
                .query((row, n) -> new AuditEntry(row.getLong(1), row.getInt(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(), row.getString(4), row.getString(5),
                        row.getString(6), row.getString(7), row.getString(8), row.getString(9), row.getString(10)))
                .list();
    }

    /// A database has no text with a NUL in it, and each says so in another way.
    private static void requireText(String filter, @Nullable String value) {
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            throw Problem.of(ProblemType.INVALID_REQUEST, filter + " has a control character, which no entry has.");
        }
    }

    private record Position(long revision, int line) {
        static Position of(String text) {
            if (text.isEmpty()) {
                return new Position(Long.MAX_VALUE, 0);
            }
            if (!text.matches("\\d{1,18}\\.\\d{1,9}")) {
                throw Problem.of(ProblemType.INVALID_REQUEST, "after is not a cursor of this list.");
            }
            int dot = text.indexOf('.');
            return new Position(Long.parseLong(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
        }
    }
}
