package dev.postern.gateway.ledger;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One write while it is made: its revision, its time, and what it did.
public final class Change {
    /// Kinds of the audit trail that no configuration is compiled from. What is not named here is compiled before it is committed.
    private static final Set<String> BESIDE_CONFIGURATION = Set.of("killSwitch", "ticketKeys");

    private final long revision;
    private final Instant at;
    private final List<Line> lines = new ArrayList<>();

    /// @param before state without secrets, or null for a new object
    /// @param after  state without secrets, or null for a deleted one
    record Line(String action, String kind, String id, String name, @Nullable String before, @Nullable String after) {}

    Change(long revision, Instant at) {
        this.revision = revision;
        this.at = at;
    }

    public long revision() {
        return revision;
    }

    public Instant at() {
        return at;
    }

    /// Adds a line to the audit trail.
    public void record(String action, String kind, String id, String name, @Nullable String before,
            @Nullable String after) {
        lines.add(new Line(action, kind, id, name, before, after));
    }

    /// Done right after the commit, before all else that follows it, and not at all when the write is undone: for what must not be in use a
    /// moment longer than the database says. It must not fail.
    public void onceCommitted(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    /// Whether anything was written that a configuration is compiled from.
    boolean touchesConfiguration() {
        return lines.isEmpty() || lines.stream().anyMatch(line -> !BESIDE_CONFIGURATION.contains(line.kind()));
    }

    List<Line> lines() {
        return lines;
    }
}
