package dev.postern.gateway.tickets;

import dev.postern.gateway.database.ChangeFollower;
import dev.postern.gateway.ledger.Ledger;
import dev.postern.gateway.ledger.OtherHistory;
import dev.postern.gateway.ledger.Store;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.tickets.TicketKeyStore.Mark;
import dev.postern.gateway.vault.Vault;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.psk.TicketKey;
import dev.postern.tls.psk.TicketKeyRing;
import dev.postern.tls.psk.TicketKeyRing.KeyView;
import dev.postern.tls.psk.TicketKeySource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The ticket keys of the data plane, one ring for all replicas. Readers see one immutable generation; a rotation swaps it.
///
/// Whoever first finds the rotation due makes it, alone among the replicas, and the others read what he wrote. While the database is away
/// each goes on by itself: the key that all know as the next one seals first, and what a replica sealed with a key of its own after that
/// opens everywhere once the database is back, because its keys are added to the stored ring. The same holds for a process that starts
/// while the database is away (in a restart it is still the elder's). If anything was revoked meanwhile, none of them is added: whether a key
/// was made before or after that is not asked, since no two clocks agree. A stored ring that cannot be read is never overwritten, except by
/// a revocation; one of a database that was restored from a copy is neither overwritten nor taken up, for it may be of before a revocation.
///
/// It is no [TicketKeySource] itself, or the admin plane would take it for its own: a ticket of one plane opens nothing on the other.
@Component
public class TicketKeys implements ChangeFollower, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(TicketKeys.class);

    private final TicketKeyStore atRest;
    private final KnownRevocation revocation;
    private final Store store;
    private final Ledger ledger;
    private final Clock clock;
    private final Duration period;
    private final RandomSource random = new SecureRandom()::nextBytes;
    private final SealingTime sealing;
    private volatile TicketKeyRing ring;
    private volatile boolean running;
    /// Of the stored ring that is in use.
    private Mark mark = Mark.NOTHING;
    /// Whether there is a key in the ring that is not stored.
    private boolean ahead;
    private String reported = "";

    TicketKeys(TicketKeyStore atRest, KnownRevocation revocation, Store store, Ledger ledger, Clock clock,
            PosternProperties settings) {
        this.atRest = atRest;
        this.revocation = revocation;
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.period = settings.tickets().rotationPeriod();
        Instant now = clock.instant();
        this.ring = fresh(now);
        this.sealing = new SealingTime(ring, now);
    }

    private TicketKeyRing fresh(Instant now) {
        return new TicketKeyRing(random, period, now.toEpochMilli());
    }

    /// What tickets are sealed and opened with, whatever generation is in force.
    public TicketKeySource source() {
        return new TicketKeySource() {
            @Override
            public Optional<TicketKey> current() {
                // Whatever keeps the ring from being rotated: rather no tickets than a key that seals for longer than is promised.
                return sealing.isOver(TicketKeyRing.LONGEST_PERIOD, clock.millis()) ? Optional.empty() : ring.current();
            }

            @Override
            public Optional<TicketKey> find(byte[] name) {
                return ring.find(name);
            }
        };
    }

    List<KeyView> views() {
        return ring.keys(clock.millis());
    }

    Duration period() {
        return period;
    }

    /// A ring as it is stored, to be used once the transaction that read or wrote it is committed.
    ///
    /// @param rotated whether it was due to be rotated, and has been
    private record Stored(TicketKeyRing ring, Mark mark, boolean rotated) {
        Stored(TicketKeyRing ring, Mark mark) {
            this(ring, mark, false);
        }
    }

    /// Rotates at once.
    synchronized void rotate(String actor, boolean dryRun) {
        Instant now = clock.instant();
        try {
            written(actor, dryRun, "rotate", now, () -> {
                Stored next = merged(now);
                if (next.rotated()) {
                    // Twice at once would drop the key that sealed until now, and every ticket with it.
                    return next;
                }
                next.ring().rotate(now.toEpochMilli());
                return kept(next.ring(), now);
            });
        } catch (Vault.CannotOpen | IllegalArgumentException e) {
            throw Problem.of(ProblemType.STORE_UNAVAILABLE,
                    "The stored ticket keys cannot be read here: " + e.getMessage() + ". To revoke all replaces them.");
        }
    }

    /// Makes every ticket issued so far worthless.
    synchronized void revokeAll(String actor, boolean dryRun) {
        Instant now = clock.instant();
        written(actor, dryRun, "revokeAll", now, () -> {
            TicketKeyRing next = fresh(now);
            atRest.keep(next.save(), now);
            return new Stored(next, atRest.revoke(now));
        });
    }

    /// In the transaction that audits it. The ring is in use as soon as that is committed, whatever else a write is followed by: nobody who
    /// says "revoked" goes on with the old one.
    private void written(String actor, boolean dryRun, String action, Instant now, Supplier<Stored> work) {
        ledger.write(actor, dryRun, change -> {
            change.record(action, "ticketKeys", "ring", "ticket keys", null, null);
            if (!dryRun) {
                Stored next = work.get();
                change.onceCommitted(() -> use(next, now));
            }
            return change.revision();
        });
    }

    @Override
    public synchronized void start() {
        advance(clock.instant());
        running = true;
    }

    @Override
    public void catchUp() {
        if (running) {
            advance(clock.instant());
        }
    }

    /// Rotation is due by the clock, not by how often this is called; a store that was away is asked again.
    synchronized void advance(Instant now) {
        try {
            if (store.isOpen()) {
                follow(now);
            }
        } catch (DataAccessException | TransactionException e) {
            report("The ticket keys can be neither read nor kept; those in use go on, and a restart would cost clients"
                    + " their resumption: " + e.getMessage());
        } catch (Vault.CannotOpen | IllegalArgumentException e) {
            report("The stored ticket keys cannot be read here; those in use go on, and nothing is overwritten: "
                    + e.getMessage());
        } catch (OtherHistory e) {
            report("The stored ticket keys may have been revoked; those in use go on, and nothing is overwritten: "
                    + e.getMessage());
        } finally {
            advanceAlone(now);
        }
    }

    private void follow(Instant now) {
        if (ahead || isDue(now) || mark.equals(Mark.NOTHING) || !atRest.mark().equals(mark)) {
            use(atRest.alone(() -> merged(now)), now);
        }
    }

    private boolean isDue(Instant now) {
        return ring.isDue(now.toEpochMilli()) || sealing.isOver(period, now.toEpochMilli());
    }

    /// Whatever became of the store.
    private void advanceAlone(Instant now) {
        if (moved(ring, now)) {
            LOG.info("The ticket keys moved on by themselves");
            ahead = true;
        }
        sealing.follow(ring, now);
    }

    /// Rotates the ring if that is due by its own word, or, where another's clock has spoken, by ours.
    private boolean moved(TicketKeyRing which, Instant now) {
        boolean moved = which.advance(now.toEpochMilli());
        if (sealing.isOf(which) && sealing.isOver(period, now.toEpochMilli())) {
            which.rotate(now.toEpochMilli());
            return true;
        }
        return moved;
    }

    /// What is stored, after whatever is due, with our own keys if it lacks any. Writes it only if that changed it.
    private Stored merged(Instant now) {
        Optional<TicketKeyStore.Kept> found = atRest.read();
        if (found.isEmpty()) {
            return kept(revocation.is(KnownRevocation.NONE) ? ring : fresh(now), now);
        }
        TicketKeyStore.Kept kept = found.get();
        TicketKeyRing next = restored(kept.saved());
        boolean rotated = moved(next, now);
        boolean joined = sealedOnItsOwn() && joins(next, kept.mark().revocation(), now);
        return rotated || joined ? new Stored(next, kept(next, now).mark(), rotated) : new Stored(next, kept.mark());
    }

    /// @return whether the keys in use were added
    private boolean joins(TicketKeyRing next, String lastRevocation, Instant now) {
        if (revocation.is(lastRevocation)) {
            next.adopt(ring, now.toEpochMilli());
            return true;
        }
        LOG.info(
                "Ticket keys were revoked, perhaps while this process could not hear of it: those that it made are dropped");
        return false;
    }

    /// A ring that was never stored has sealed tickets if the data plane runs.
    private boolean sealedOnItsOwn() {
        return ahead || (running && mark.equals(Mark.NOTHING));
    }

    private TicketKeyRing restored(byte[] saved) {
        try {
            return TicketKeyRing.restore(saved, random, period);
        } finally {
            Arrays.fill(saved, (byte) 0);
        }
    }

    private Stored kept(TicketKeyRing next, Instant now) {
        return new Stored(next, atRest.keep(next.save(), now));
    }

    /// After the commit.
    private void use(Stored stored, Instant now) {
        TicketKeyRing old = ring;
        ring = stored.ring();
        sealing.follow(ring, now);
        if (!stored.mark().equals(mark)) {
            LOG.debug("The ticket keys of version {} are in use", stored.mark().version());
        }
        mark = stored.mark();
        ahead = false;
        reported = "";
        if (old != ring) {
            old.retireFor(ring);
        }
        revocation.heardOf(stored.mark().revocation());
    }

    /// Once for each reason, since it is tried every second.
    private void report(String sentence) {
        if (!sentence.equals(reported)) {
            LOG.warn("{}", sentence);
            reported = sentence;
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// After the store was opened, before the data plane.
    @Override
    public int getPhase() {
        return 1;
    }
}
