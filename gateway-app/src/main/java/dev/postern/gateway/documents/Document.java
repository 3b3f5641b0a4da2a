package dev.postern.gateway.documents;

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
}
