package dev.postern.gateway.earlydata;

import dev.postern.gateway.database.Database;
import dev.postern.gateway.earlydata.RolloutStore.Look;
import dev.postern.gateway.earlydata.RolloutStore.StageRow;
import dev.postern.gateway.ledger.OtherHistory;
import dev.postern.gateway.ledger.Store;
import dev.postern.gateway.lifecycle.Rounds;
import dev.postern.gateway.replicas.Replicas;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.settings.PosternProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Brings what the database says about early data to the gate, keeps the lease, and leads changes that widen it over every replica: it is
/// published and held until each one that is alive has it, and then enabled at one moment. What narrows is in effect at once.
@Component
public class EarlyDataRollout implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(EarlyDataRollout.class);
    /// At least so many looks fit into a lease.
    private static final int LOOKS_SHARED = 60;
    private static final int LOOKS_ALONE = 15;
    /// However long the lease is: a kill switch that nobody brought word of is found by these looks alone, and two seconds are promised.
    private static final Duration LONGEST_SHARED = Duration.ofMillis(500);
    /// In a file there is nobody to hear from, and each look writes to it.
    private static final Duration LONGEST_ALONE = Duration.ofSeconds(1);
    /// Between the word that a change is enabled and the moment when it is: some looks of every replica.
    private static final int LOOKS_BEFORE_ENABLED = 6;
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final RolloutStore rows;
    private final Store store;
    private final EarlyDataGate gate;
    private final PolicyLease lease;
    private final Replicas replicas;
    private final SnapshotHolder snapshots;
    private final Duration recorded;
    private final Duration every;
    private final Rounds looks;
    private volatile boolean running;
    private boolean reported;

    EarlyDataRollout(RolloutStore rows, Store store, EarlyDataGate gate, PolicyLease lease, Replicas replicas,
            SnapshotHolder snapshots, Database database, PosternProperties settings) {
        this.rows = rows;
        this.store = store;
        this.gate = gate;
        this.lease = lease;
        this.replicas = replicas;
        this.snapshots = snapshots;
        this.recorded = settings.replay().window();
        this.every = every(lease.length(), database.isShared());
        this.looks = new Rounds("early-data policy", every, this::look);
    }

    private static Duration every(Duration lease, boolean shared) {
        Duration share = lease.dividedBy(shared ? LOOKS_SHARED : LOOKS_ALONE);
        Duration longest = shared ? LONGEST_SHARED : LONGEST_ALONE;
        return share.compareTo(longest) < 0 ? share : longest;
    }

    /// What a write changed, to be shown to the gate once it is committed and before its snapshot is served.
    public final class Plan {
        private final PolicyState state;

        private Plan(PolicyState state) {
            this.state = state;
        }

        public void committed() {
            gate.show(state);
        }
    }

    /// Called inside the transaction of a write, whose snapshot this is.
    public Plan plan(GatewaySnapshot next) {
        return plan(next.revision(), next);
    }

    /// Called inside the transaction of a write that left hosts and routes as they were.
    ///
    /// @param revision of the write
    public Plan planUnchanged(long revision) {
        GatewaySnapshot current = snapshots.current();
        return current.revision() == revision - 1 ? plan(revision, current) : planUnread(revision);
    }

    private Plan plan(long revision, GatewaySnapshot next) {
        Grants before = rows.grants().orElseGet(() -> grantedBefore(revision));
        Grants after = rows.killSwitch().engaged() ? Grants.NONE : Grants.of(next, recorded);
        if (!after.equals(before)) {
            rows.keepGrants(after);
        }
        return new Plan(state(phased(revision, before, Widening.isOne(before, after))));
    }

    /// For the first write that is compared with anything.
    private Grants grantedBefore(long revision) {
        GatewaySnapshot current = snapshots.current();
        return current.revision() == revision - 1 ? Grants.of(current, recorded) : Grants.NONE;
    }

    /// What was written before is not served here, so nobody knows here what it grants. An engaged switch leaves nothing of it; a released one
    /// brings all of it back, which waits until those have it who can read it.
    private Plan planUnread(long revision) {
        boolean engaged = rows.killSwitch().engaged();
        if (engaged) {
            rows.keepGrants(Grants.NONE);
        }
        boolean wider = !engaged && rows.grants().filter(Grants.NONE::equals).isPresent();
        return new Plan(state(phased(revision, Grants.NONE, wider)));
    }

    private Look phased(long revision, Grants before, boolean wider) {
        Look look = rows.look(revision);
        if (wider && others(look).findAny().isPresent()) {
            rows.await(revision, before);
            return rows.look(revision);
        }
        return look;
    }

    /// Before a snapshot that another replica wrote is served here: what is held with it must be known first.
    ///
    /// @throws DataAccessException when the database is away; then it must not be served
    /// @throws OtherHistory        when it is another one now; neither then
    public void takeUp() {
        gate.show(state(rows.look()));
    }

    /// A snapshot is served: the others may wait for that.
    public synchronized void look() {
        if (!running || !store.isOpen()) {
            return;
        }
        try {
            PolicyLease.Moment began = lease.now();
            Look look = rows.look();
            gate.show(state(look));
            // Whoever serves something older may act where the others do not, and lets his lease run out.
            if (snapshots.current().revision() == look.revision()
                    && rows.mayAct(replicas.ownId(), look.revision(), lease)) {
                lease.renew(began);
                enable(look);
            }
            report(false, "");
        } catch (OtherHistory e) {
            // The others go by what this database holds, or will.
            lease.end();
            report(true, String.valueOf(e.getMessage()));
        } catch (DataAccessException | TransactionException e) {
            report(true, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /// Never at once, though nobody may be left to wait for: somebody may just have begun.
    private void enable(Look look) {
        Duration ahead = every.multipliedBy(LOOKS_BEFORE_ENABLED);
        for (StageRow stage : look.stages()) {
            if (stage.enabledAt() == null && others(look).allMatch(other -> other.revision() >= stage.revision())) {
                rows.enable(stage.revision(), ahead);
                LOG.info("Every replica has revision {}: what it grants early data is enabled in {}", stage.revision(),
                        ahead);
                rows.forgetEnabledBefore(look.now().minus(KEPT));
            }
        }
    }

    /// Those besides this one that may still act by what they have.
    private Stream<ReplicaLease> others(Look look) {
        return look.replicas().stream()
                .filter(other -> !other.id().equals(replicas.ownId()) && other.isHeld(look.now()));
    }

    private PolicyState state(Look look) {
        long nowNanos = lease.now().steadyNanos();
        List<Stage> stages = look.stages().stream().map(row -> Stage.of(row.revision(),
                new GrantedRequests(row.before()), row.enabledAt(), look.now(), nowNanos)).toList();
        return new PolicyState(look.revision(), look.killSwitch(), stages);
    }

    private void report(boolean away, String why) {
        if (away && !reported) {
            LOG.warn("The early-data policy cannot be looked at; without it early data is refused in {}: {}",
                    lease.left(), why);
        } else if (!away && reported) {
            LOG.info("The early-data policy is looked at again");
        }
        reported = away;
    }

    @Override
    public void start() {
        running = true;
        look();
        looks.start();
    }

    /// After the data plane: until its last connection is gone, early data must be refused by what is newest.
    @Override
    public void stop() {
        running = false;
        looks.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// After this process was registered, before the servers.
    @Override
    public int getPhase() {
        return 2;
    }
}
