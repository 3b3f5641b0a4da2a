package dev.postern.gateway.stats;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps the values of a tag few: a metric with a value per tenant, or worse per name that a client invents, fills every memory
/// from here to the dashboard.
final class BoundedNames {
    static final String OTHER = "other";
    private final int limit;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    BoundedNames(int limit) {
        this.limit = limit;
    }

    /// The name itself while there is room, else `other`; for none, `none`.
    String of(@Nullable String name) {
        if (name == null) {
            return "none";
        }
        if (seen.contains(name)) {
            return name;
        }
        // Two threads may pass the limit by one each: harmless.
        return seen.size() < limit && seen.add(name) ? name : OTHER;
    }
}
