package dev.postern.gateway.publication;

import dev.postern.gateway.documents.DocumentStore;
import dev.postern.gateway.documents.StoreContents;
import dev.postern.gateway.ledger.Publication;
import dev.postern.gateway.ledger.Store;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.SnapshotHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Brings snapshots into service: at the start from the store or, without it, from the last good file; after each write; and again when
/// a certificate expires.
@Component
class SnapshotPublication implements Publication, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotPublication.class);

    private final Store store;
    private final DocumentStore documents;
    private final SnapshotCompiler compiler;
    private final LastGoodFile lastGood;
    private final SnapshotHolder holder;
    private final Clock clock;
    private volatile StoreContents served = StoreContents.EMPTY;
    private volatile boolean running;

    SnapshotPublication(Store store, DocumentStore documents, SnapshotCompiler compiler, LastGoodFile lastGood,
            SnapshotHolder holder, Clock clock) {
        this.store = store;
        this.documents = documents;
        this.compiler = compiler;
        this.lastGood = lastGood;
        this.holder = holder;
        this.clock = clock;
    }

    @Override
    public Checked check(long revision) {
        StoreContents contents = documents.contents(revision);
        GatewaySnapshot snapshot = compiler.compile(contents, clock.instant());
        return () -> publish(contents, snapshot);
    }

    private synchronized void publish(StoreContents contents, GatewaySnapshot snapshot) {
        if (holder.swap(snapshot)) {
            served = contents;
            lastGood.save(contents);
            LOG.info("Serving revision {}: {} hosts, {} certificates, {} upstreams", snapshot.revision(),
                    snapshot.hosts().size(), snapshot.certificates().size(), snapshot.upstreams().size());
            snapshot.hosts().stream().filter(Host::broken)
                    .forEach(host -> LOG.warn("Host '{}' cannot be served: {}", host.name(), host.brokenReason()));
        }
    }

    @Override
    public void start() {
        running = true;
        if (store.open() && load()) {
            return;
        }
        Optional<StoreContents> kept = lastGood.read();
        kept.ifPresent(contents -> LOG.warn("Serving the last good configuration, revision {}", contents.revision()));
        serveInMemory(kept.orElse(StoreContents.EMPTY));
    }

    private boolean load() {
        try {
            check(documents.revision()).publish();
            return true;
        } catch (DataAccessException | Problem | IllegalStateException e) {
            LOG.error("What is stored cannot be compiled: {}", e.getMessage());
            return false;
        }
    }

    /// Without touching the last good file.
    private void serveInMemory(StoreContents contents) {
        try {
            if (holder.swap(compiler.compile(contents, clock.instant()))) {
                served = contents;
            }
        } catch (Problem | IllegalStateException e) {
            LOG.error("The configuration cannot be compiled: {}", e.getMessage());
        }
    }

    /// A store that was away at the start is asked again. In a restart it is the process before this one that still has it.
    @Scheduled(fixedDelayString = "PT2S", initialDelayString = "PT2S")
    void openStore() {
        if (!store.isOpen() && store.open()) {
            LOG.info("The configuration store is back");
            load();
        }
    }

    /// Time alone can break a certificate.
    @Scheduled(fixedDelayString = "PT60S", initialDelayString = "PT60S")
    void judgeCertificates() {
        List<String> brokenNow = broken(holder.current());
        GatewaySnapshot again = compiler.compile(served, clock.instant());
        if (again.revision() == holder.current().revision() && !broken(again).equals(brokenNow)) {
            serveInMemory(served);
        }
    }

    /// Compiles again what is served, after the environment changed. The old snapshot stays when that fails.
    void recompile() {
        serveInMemory(served);
    }

    private static List<String> broken(GatewaySnapshot snapshot) {
        return snapshot.certificates().values().stream().filter(certificate -> certificate.broken())
                .map(certificate -> certificate.id()).sorted().toList();
    }

    @Override
    public void stop() {
        running = false;
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
