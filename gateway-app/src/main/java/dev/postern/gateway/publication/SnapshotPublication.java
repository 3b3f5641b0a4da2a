package dev.postern.gateway.publication;

import dev.postern.gateway.database.ChangeFollower;
import dev.postern.gateway.documents.DocumentStore;
import dev.postern.gateway.documents.StoreContents;
import dev.postern.gateway.earlydata.EarlyDataRollout;
import dev.postern.gateway.ledger.History;
import dev.postern.gateway.ledger.History.Head;
import dev.postern.gateway.ledger.OtherHistory;
import dev.postern.gateway.ledger.Publication;
import dev.postern.gateway.ledger.Store;
import dev.postern.gateway.lifecycle.Rounds;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import dev.postern.gateway.replicas.Replicas;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.vault.UnusableEncryptionKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Brings snapshots into service: at the start from the store or, without it, from the last good file; after each write, whichever replica
/// made it; and again when a certificate expires. What cannot be compiled leaves the old one in service.
@Component
class SnapshotPublication implements Publication, ChangeFollower, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotPublication.class);
    private static final long NONE = -1;
    private static final Duration JUDGED_EVERY = Duration.ofSeconds(60);

    private final Store store;
    private final History history;
    private final DocumentStore documents;
    private final SnapshotCompiler compiler;
    private final LastGoodFile lastGood;
    private final SnapshotHolder holder;
    private final Replicas replicas;
    private final EarlyDataRollout earlyData;
    private final Clock clock;
    private final Rounds judgements = new Rounds("certificates", JUDGED_EVERY, this::judgeCertificates);
    private volatile StoreContents served = StoreContents.EMPTY;
    private volatile boolean running;
    /// The newest revision of the store that was tried, served or not; none before the store was read.
    private long tried = NONE;
    private boolean silent;

    SnapshotPublication(Store store, History history, DocumentStore documents, SnapshotCompiler compiler,
            LastGoodFile lastGood,
            SnapshotHolder holder, Replicas replicas, EarlyDataRollout earlyData, Clock clock) {
        this.store = store;
        this.history = history;
        this.documents = documents;
        this.compiler = compiler;
        this.lastGood = lastGood;
        this.holder = holder;
        this.replicas = replicas;
        this.earlyData = earlyData;
        this.clock = clock;
    }

    @Override
    public Checked check(Head next) {
        StoreContents contents;
        GatewaySnapshot snapshot;
        try {
            contents = documents.contents(next);
            snapshot = compiler.compile(contents, clock.instant());
        } catch (Problem | DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("What is stored cannot be compiled here, and a write was refused", e);
            throw Problem.of(ProblemType.NOT_READABLE_HERE, "What is stored cannot be compiled here: " + e.getMessage()
                    + ". A newer release may have written it: make this change on a replica that serves it, or upgrade this one.");
        }
        EarlyDataRollout.Plan plan = earlyData.plan(snapshot);
        return () -> {
            plan.committed();
            publish(contents, snapshot);
            replicas.renew();
            earlyData.look();
        };
    }

    @Override
    public Checked unchanged(Head next) {
        EarlyDataRollout.Plan plan = earlyData.planUnchanged(next.revision());
        return () -> {
            plan.committed();
            catchUp();
        };
    }

    /// The word of an own write may be heard before the write itself comes here.
    private synchronized void publish(StoreContents contents, GatewaySnapshot snapshot) {
        boolean known = tried >= contents.revision() && holder.current().revision() == contents.revision();
        if (!known && holder.swap(snapshot)) {
            tried = Math.max(tried, contents.revision());
            served = contents;
            replicas.inTrouble(null);
            lastGood.save(contents);
            LOG.info("Serving revision {}: {} hosts, {} certificates, {} upstreams", snapshot.revision(),
                    snapshot.hosts().size(), snapshot.certificates().size(), snapshot.upstreams().size());
            snapshot.hosts().stream().filter(Host::broken)
                    .forEach(host -> LOG.warn("Host '{}' cannot be served: {}", host.name(), host.brokenReason()));
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        judgements.start();
        if (store.open() && followed()) {
            return;
        }
        Optional<StoreContents> kept = lastGood.read();
        kept.ifPresent(contents -> {
            LOG.warn("Serving the last good configuration, revision {}", contents.revision());
            history.saw(contents.writtenBy());
        });
        serveInMemory(kept.orElse(StoreContents.EMPTY));
    }

    /// A store that was away is opened first. In a restart it is the process before this one that still has it.
    @Override
    public synchronized void catchUp() {
        if (!store.isOpen()) {
            open();
        }
        if (running && store.isOpen()) {
            followed();
        }
    }

    private void open() {
        try {
            if (store.open()) {
                LOG.info("The configuration store is back");
            }
        } catch (UnusableEncryptionKey e) {
            // The store has said so. It stays shut, and what was served goes on.
            inTrouble(String.valueOf(e.getMessage()));
        }
    }

    /// @return whether what the store holds is what is served now
    private boolean followed() {
        try {
            long newest = history.follow().revision();
            if (silent) {
                LOG.info("The configuration store answers again, at revision {}", newest);
                silent = false;
            }
            if (newest > tried) {
                load(newest);
            }
            return holder.current().revision() == newest;
        } catch (OtherHistory e) {
            // If the right one comes back, it says by itself how it stands.
            tried = NONE;
            inTrouble(String.valueOf(e.getMessage()));
            return false;
        } catch (DataAccessException | TransactionException e) {
            if (!silent) {
                LOG.warn("The configuration store does not answer; what was configured last is served: {}",
                        String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                silent = true;
            }
            return false;
        }
    }

    /// Not everything that is stored can be read here: a replica of a newer release may have written it.
    private void load(long newest) {
        try {
            StoreContents contents = documents.newest();
            GatewaySnapshot snapshot = compiler.compile(contents, clock.instant());
            earlyData.takeUp();
            publish(contents, snapshot);
            replicas.renew();
            earlyData.look();
        } catch (DataAccessException | TransactionException | OtherHistory e) {
            throw e;
        } catch (RuntimeException e) {
            tried = newest;
            inTrouble("Revision " + newest + " cannot be served here: " + e.getMessage());
        }
    }

    private void inTrouble(String sentence) {
        if (replicas.inTrouble(sentence)) {
            LOG.error("{} Revision {} is served on.", sentence, holder.current().revision());
            replicas.renew();
        }
    }

    /// Without touching the last good file. Under the monitor, as [#publish]: what is said to be served must not fall behind what is.
    private void serveInMemory(StoreContents contents) {
        try {
            if (holder.swap(compiler.compile(contents, clock.instant()))) {
                served = contents;
            }
        } catch (Problem | IllegalStateException e) {
            LOG.error("The configuration cannot be compiled: {}", e.getMessage());
        }
    }

    /// Time alone can break a certificate.
    private synchronized void judgeCertificates() {
        List<String> brokenNow = broken(holder.current());
        GatewaySnapshot again = compiler.compile(served, clock.instant());
        if (again.revision() == holder.current().revision() && !broken(again).equals(brokenNow)) {
            serveInMemory(served);
        }
    }

    /// Compiles again what is served, after the environment changed. The old snapshot stays when that fails.
    synchronized void recompile() {
        serveInMemory(served);
    }

    private static List<String> broken(GatewaySnapshot snapshot) {
        return snapshot.certificates().values().stream().filter(certificate -> certificate.broken())
                .map(certificate -> certificate.id()).sorted().toList();
    }

    @Override
    public void stop() {
        running = false;
        judgements.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Before the servers of either plane.
    @Override
    public int getPhase() {
        return 0;
    }
}
