package dev.postern.gateway.routes;

import java.util.ArrayList;
import java.util.List;

/// Where control plane and data plane meet: one volatile field. A connection that reads it once keeps that snapshot; the next one
/// gets the next.
public final class SnapshotHolder {
    private final List<Follower> followers = new ArrayList<>();
    private volatile GatewaySnapshot current = GatewaySnapshot.EMPTY;

    /// Keeps something that it makes of each snapshot.
    @FunctionalInterface
    public interface Follower {
        /// Makes it, while the old one stays in use. It may take its time, but not ask the holder for anything.
        ///
        /// @return puts it in use: at once, without failing
        Runnable prepare(GatewaySnapshot next);
    }

    /// The one that is in force with everything that followers made of it.
    public GatewaySnapshot current() {
        return current;
    }

    /// Has every follower prepare, in this thread, then puts all in use. If one of them fails, all stay with what they had: a replica
    /// must not say of a revision that it serves it while some part of it goes by an older one. Swaps are ordered: one at a time, and an
    /// older revision never replaces a newer one.
    ///
    /// @return whether it was taken
    public synchronized boolean swap(GatewaySnapshot next) {
        if (next.revision() < current.revision()) {
            return false;
        }
        List<Runnable> prepared = followers.stream().map(follower -> follower.prepare(next)).toList();
        prepared.forEach(Runnable::run);
        current = next;
        return true;
    }

    /// Prepares for the current snapshot at once and for every later one, none left out in between.
    public synchronized void follow(Follower follower) {
        follower.prepare(current).run();
        followers.add(follower);
    }
}
