package dev.postern.gateway.earlydata;

import java.time.Instant;

/// Whether early data is switched off everywhere at once, and who said so.
///
/// @param note      why, for those who come later
/// @param revision  of the write that made it so; also its ETag
/// @param changedBy empty while nobody ever touched it
public record KillSwitch(boolean engaged, String note, long revision, Instant changedAt, String changedBy) {
    String etag() {
        return "\"" + revision + "\"";
    }
}
