package dev.postern.gateway.replicas;

import dev.postern.gateway.database.Database;
import dev.postern.gateway.ledger.Store;
import dev.postern.gateway.lifecycle.Rounds;
import dev.postern.gateway.routes.SnapshotHolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// This process among those that serve from the same database. It renews its row every two seconds; while the database is away it is not
/// renewed, and the others see its silence.
@Component
public class Replicas implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);
    /// And for so long no lease of theirs: whoever is forgotten acts on nothing old any more.
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(60);
    private static final Duration RENEWED_EVERY = Duration.ofSeconds(2);
    private static final Duration SEEN_JUST_NOW = RENEWED_EVERY.multipliedBy(3);
    private static final int LONGEST_NAME = 200;

    private final ReplicaStore replicas;
    private final Store store;
    private final Database database;
    private final SnapshotHolder snapshots;
    private final String id = UUID.randomUUID().toString();
    private final String name = machine();
    private final Rounds renewals = new Rounds("replica registration", RENEWED_EVERY, this::renew);
    private volatile @Nullable String trouble;
    private volatile boolean running;
    private boolean first = true;
    private boolean reported;

    Replicas(ReplicaStore replicas, Store store, Database database, SnapshotHolder snapshots) {
        this.replicas = replicas;
        this.store = store;
        this.database = database;
        this.snapshots = snapshots;
    }

    /// The id of this process in the list.
    public String ownId() {
        return id;
    }

    /// All that were seen in the last minute or whose lease may still run, this one included, the eldest first. Blocking.
    ///
    /// @throws DataAccessException                    while the database is away
    /// @throws dev.postern.gateway.problem.Problem when it could not be opened yet
    public List<Replica> list() {
        store.requireOpen();
        return replicas.list(id);
    }

    /// Says why this process serves nothing newer, or null when it does.
    ///
    /// @return whether that is news
    public boolean inTrouble(@Nullable String sentence) {
        boolean news = !Objects.equals(sentence, trouble);
        trouble = sentence;
        return news;
    }

    /// Renews the row at once, for whoever waits for the revision that was just applied.
    public synchronized void renew() {
        if (!running || !store.isOpen()) {
            return;
        }
        try {
            replicas.renew(id, name, snapshots.current().revision(), trouble);
            if (first && !database.isShared()) {
                // One process owns the file: whoever else is in it is of before.
                replicas.forgetOthers(id);
            }
            first = false;
            replicas.forget(FORGOTTEN_AFTER);
            reported = false;
        } catch (DataAccessException e) {
            if (!reported) {
                LOG.warn("The other replicas cannot be told that this one is alive: the database does not answer");
                reported = true;
            }
        }
    }

    /// Tells the others which memory of early hellos is behind the URL here, and looks whether it is behind theirs, too. One name may lead to
    /// two servers: a sidecar of each replica, a service with two servers behind it, a failover whose old primary has not noticed. Each of
    /// them would take one copy of a flight for the first.
    ///
    /// @param zone   whose tickets they share
    /// @param memory the identity of what answers there, null when nothing does
    /// @return whether all that may act see the same; empty when nobody can say, for the database is away. Blocking
    public Optional<Boolean> share(long zone, @Nullable String memory) {
        if (!database.isShared()) {
            return Optional.of(true);
        }
        if (!running || !store.isOpen()) {
            return Optional.empty();
        }
        try {
            return replicas.seesMemory(id, zone, memory) && memory != null
                    ? Optional.of(replicas.othersWithAnotherMemory(id, zone, memory, SEEN_JUST_NOW) == 0)
                    : Optional.empty();
        } catch (DataAccessException e) {
            return Optional.empty();
        }
    }

    private static String machine() {
        String given = System.getenv("HOSTNAME");
        try {
            String found = given == null || given.isBlank() ? InetAddress.getLocalHost().getHostName() : given;
            return found.substring(0, Math.min(found.length(), LONGEST_NAME));
        } catch (UnknownHostException nameless) {
            return "unknown";
        }
    }

    @Override
    public void start() {
        running = true;
        renew();
        renewals.start();
    }

    /// After the data plane: until its last exchange has ended, this process is one of them.
    @Override
    public void stop() {
        renewals.stop();
        forgetItself();
    }

    private synchronized void forgetItself() {
        running = false;
        if (store.isOpen()) {
            try {
                replicas.forget(id);
            } catch (DataAccessException e) {
                LOG.debug("The others will see it by its silence", e);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// After the first snapshot, before the servers.
    @Override
    public int getPhase() {
        return 1;
    }
}
