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
@Component
public class TicketKeys implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(TicketKeys.class);

    private final TicketKeyStore kept;
    private final Store store;
    private final Ledger ledger;
    private final Clock clock;
    private final Duration period;
    private final RandomSource random = new SecureRandom()::nextBytes;
    private volatile TicketKeyRing ring;
    private volatile boolean running;

    TicketKeys(TicketKeyStore kept, Store store, Ledger ledger, Clock clock, PosternProperties settings) {
        this.kept = kept;
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
    void rotate(String actor, boolean dryRun) {
        recorded(actor, dryRun, "rotate");
        if (!dryRun) {
            ring.rotate(clock.millis());
            keep();
        }
    }

    /// Makes every ticket issued so far worthless.
    void revokeAll(String actor, boolean dryRun) {
        recorded(actor, dryRun, "revokeAll");
        if (!dryRun) {
            ring.revokeAll(clock.millis());
            keep();
        }
    }

    private void recorded(String actor, boolean dryRun, String action) {
        ledger.write(actor, dryRun, change -> {
            change.record(action, "ticketKeys", "ring", "ticket keys", null, null);
            return action;
        });
    }

    @Override
    public void start() {
        running = true;
        if (!store.isOpen()) {
            return;
        }
        try {
            kept.read().ifPresent(this::restore);
            ring.advance(clock.millis());
            keep();
        } catch (DataAccessException e) {
            LOG.warn("The ticket keys cannot be read; new ones are used: {}", e.getMessage());
        }
    }

    private void restore(byte[] saved) {
        try {
            ring = TicketKeyRing.restore(saved, random, period);
        } catch (IllegalArgumentException e) {
            LOG.warn("The kept ticket keys are damaged; new ones are made");
        } finally {
            Arrays.fill(saved, (byte) 0);
        }
    }

    /// Rotation is due by the clock, not by how often this is called.
    @Scheduled(fixedDelayString = "PT60S", initialDelayString = "PT60S")
    void advance() {
        if (ring.advance(clock.millis())) {
            LOG.info("Rotated the ticket keys");
            keep();
        }
    }

    private void keep() {
        if (!store.isOpen()) {
            return;
        }
        try {
            kept.keep(ring.save(), Instant.now(clock));
        } catch (DataAccessException e) {
            LOG.warn("The ticket keys cannot be kept; a restart will cost clients their resumption: {}",
                    e.getMessage());
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
