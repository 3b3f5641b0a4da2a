package dev.postern.gateway.tickets;

import dev.postern.gateway.ledger.Ledger;
import dev.postern.gateway.ledger.Store;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.psk.TicketKey;
import dev.postern.tls.psk.TicketKeyRing;
import dev.postern.tls.psk.TicketKeyRing.KeyView;
import dev.postern.tls.psk.TicketKeySource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The ticket keys of the data plane. Readers see one immutable generation; a rotation swaps it.
///
/// It is no [TicketKeySource] itself, or the admin plane would take it for its own: a ticket of one plane opens nothing on the other.
///
/// A process that starts while the database is away (in a restart it is still the elder's) seals with a ring of its own. Once it can
/// read the stored ring it goes on with that one, so that the elder's tickets open again, and keeps its own keys to open what they
/// sealed. Until then it writes nothing, for that would overwrite the elder's keys.
@Component
public class TicketKeys implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(TicketKeys.class);

    private final TicketKeyStore atRest;
    private final Store store;
    private final Ledger ledger;
    private final Clock clock;
    private final Duration period;
    private final RandomSource random = new SecureRandom()::nextBytes;
    private volatile TicketKeyRing ring;
    private volatile boolean running;
    /// Whether what is stored is in the ring, and may be overwritten by it.
    private boolean read;
    private boolean saved;
    private String reported = "";

    TicketKeys(TicketKeyStore atRest, Store store, Ledger ledger, Clock clock, PosternProperties settings) {
        this.atRest = atRest;
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.period = settings.tickets().rotationPeriod();
        this.ring = new TicketKeyRing(random, period, clock.millis());
    }

    /// What tickets are sealed and opened with, whatever generation is in force.
    public TicketKeySource source() {
        return new TicketKeySource() {
            @Override
            public Optional<TicketKey> current() {
                return ring.current();
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

    /// Rotates at once.
    synchronized void rotate(String actor, boolean dryRun) {
        recorded(actor, dryRun, "rotate");
        if (!dryRun) {
            ring.rotate(clock.millis());
            changed();
        }
    }

    /// Makes every ticket issued so far worthless.
    synchronized void revokeAll(String actor, boolean dryRun) {
        recorded(actor, dryRun, "revokeAll");
        if (!dryRun) {
            ring.revokeAll(clock.millis());
            changed();
        }
    }

    /// Reads first what is stored: else the keys that are meant would come back with it.
    private void recorded(String actor, boolean dryRun, String action) {
        store.requireOpen();
        read(clock.instant());
        ledger.write(actor, dryRun, change -> {
            change.record(action, "ticketKeys", "ring", "ticket keys", null, null);
            return action;
        });
    }

    private void changed() {
        saved = false;
        save(clock.instant());
    }

    @Override
    public synchronized void start() {
        advance(clock.instant());
        running = true;
    }

    @Scheduled(fixedDelayString = "PT2S", initialDelayString = "PT2S")
    void advance() {
        advance(clock.instant());
    }

    /// Rotation is due by the clock, not by how often this is called; a store that was away is asked again.
    synchronized void advance(Instant now) {
        if (store.isOpen()) {
            try {
                read(now);
            } catch (DataAccessException e) {
                report("The ticket keys cannot be read; new ones are used: " + e.getMessage());
            }
        }
        if (ring.advance(now.toEpochMilli())) {
            LOG.info("The ticket keys moved on");
            saved = false;
        }
        save(now);
    }

    private void read(Instant now) {
        if (!read) {
            atRest.read().ifPresent(bytes -> restore(bytes, now));
            read = true;
        }
    }

    private void restore(byte[] bytes, Instant now) {
        try {
            TicketKeyRing stored = TicketKeyRing.restore(bytes, random, period);
            saved = !running;
            if (running) {
                stored.adopt(ring, now.toEpochMilli());
                LOG.info("The kept ticket keys are in use again");
            }
            ring = stored;
        } catch (IllegalArgumentException e) {
            LOG.warn("The kept ticket keys are damaged; new ones are made");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private void save(Instant now) {
        if (!read || saved) {
            return;
        }
        try {
            atRest.keep(ring.save(), now);
            saved = true;
        } catch (DataAccessException e) {
            report("The ticket keys cannot be kept; a restart will cost clients their resumption: " + e.getMessage());
        }
    }

    /// Once for each reason, since it is tried every few seconds.
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
