package dev.postern.gateway.documents;

import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;

/// One stored object.
///
/// @param parentId the host of a route, else empty
/// @param body     JSON
/// @param revision of the write that made it what it is; also its ETag
/// @param declared whether it lives outside the store and is read-only
public record Document(Kind kind, String id, String parentId, String name, String body, long revision,
        Instant createdAt, Instant changedAt, boolean declared) {
    public static final String NO_PARENT = "";

    /// Strong, because a revision belongs to one write, and what is sent is made from this row alone.
    public String etag() {
        return "\"" + revision + "\"";
    }

    /// The body, read.
    ///
    /// @throws Problem where another release wrote it, which is not the fault of whoever asks now
    public <T> T read(JsonMapper json, Class<T> type) {
        try {
            return json.readValue(body, type);
        } catch (JacksonException unknown) {
            throw Problem.of(ProblemType.NOT_READABLE_HERE,
                    "The %s '%s' was stored by a release that this one cannot read: %s. Ask a replica of that release, or update this one."
                            .formatted(kind.label(), name, unknown.getOriginalMessage()));
        }
    }
}
