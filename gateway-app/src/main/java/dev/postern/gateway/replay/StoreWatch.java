package dev.postern.gateway.replay;

import dev.postern.gateway.lifecycle.Rounds;
import dev.postern.gateway.replay.StoreCondition.Status;
import dev.postern.gateway.settings.PosternProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import static java.util.Objects.requireNonNull;

/// Looks after the shared store, away from the event loops: connects, begins its memory where it has none, and sees whether it may forget.
///
/// Whether a hello is judged by a whole memory is decided with the hello itself, by the script that records it; what is found here is for
/// people, but for one thing: a Redis that evicts keys to save memory is not asked at all.
final class StoreWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);
    private static final String KEEPS_ALL = "noeviction";

    private final LettuceConnectionFactory connections;
    private final Slots slots;
    private final PosternProperties.Replay settings;
    private final Duration patience;
    private final Others others;
    private final Script<ByteBuffer> script = new Script<>("inspect.lua", ReturnType.VALUE);
    private final Rounds looks;
    private final Rounds comparisons;
    private volatile StoreCondition condition;
    private volatile @Nullable ReactiveRedisConnection connection;
    private volatile boolean running;
    private boolean evicting;
    /// What answered at the last look; null when nothing did.
    private volatile @Nullable String memory;
    private volatile @Nullable Compared compared;

    /// What the others said last of a memory. While the database is away they say nothing, and early data goes on by the lease.
    private record Compared(String memory, boolean alike) {}

    /// Asks the other replicas which server they see.
    @FunctionalInterface
    interface Others {
        /// @param memory null when none is seen here
        /// @return whether all see this one; empty when nobody can say
        Optional<Boolean> see(@Nullable String memory);
    }

    /// What one slot says of itself.
    private record Inspected(long now, long since, String policy, String run) {
        static Inspected of(ByteBuffer answer) {
            String[] words = StandardCharsets.US_ASCII.decode(answer).toString().split(" ");
            return new Inspected(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2], words[3]);
        }
    }

    /// @param every  how often it looks
    /// @param others with whom it shares its tickets
    StoreWatch(LettuceConnectionFactory connections, Slots slots, PosternProperties.Replay settings, Duration every,
            Others others) {
        this.others = others;
        this.connections = connections;
        this.slots = slots;
        this.settings = settings;
        this.patience = RedisAccess.timeout(settings);
        this.condition = new StoreCondition(true, slots.zone(), Status.AWAY, "The replay store was not asked yet.");
        this.looks = new Rounds("replay store", every, this::look);
        this.comparisons = new Rounds("replay memories", every, this::compare);
    }

    /// Null while the store must not be asked.
    @Nullable
    ReactiveRedisConnection usable() {
        return connection;
    }

    StoreCondition condition() {
        return condition;
    }

    void look() {
        if (running) {
            lookNow();
        }
    }

    private synchronized void lookNow() {
        try {
            ReactiveRedisConnection open = open();
            List<Inspected> found = slots.notes().map(note -> inspect(open, note)).toList();
            judge(open, found);
        } catch (RuntimeException e) {
            // What cannot be looked at may have begun to evict: until the next look it is not asked either.
            connection = null;
            memory = null;
            become(Status.AWAY, "The replay store does not answer; early data is refused: " + rootOf(e));
        }
    }

    /// Apart from the looks, for a database may take its time, and what begins to evict must be seen all the same. A replica that sees no
    /// server says that, too: what it saw before is nothing for the others to agree with.
    void compare() {
        String mine = memory;
        Optional<Boolean> said = others.see(mine);
        if (mine != null && said.isPresent()) {
            heard(new Compared(mine, said.get()));
        }
    }

    private synchronized void heard(Compared news) {
        compared = news;
        if (!news.alike()) {
            connection = null;
        }
    }

    private ReactiveRedisConnection open() {
        return settings.cluster() ? connections.getReactiveClusterConnection() : connections.getReactiveConnection();
    }

    private Inspected inspect(ReactiveRedisConnection open, ByteBuffer note) {
        ByteBuffer memory = Slots.text(evicting ? "forget" : "keep");
        return Inspected.of(requireNonNull(
                script.run(open.scriptingCommands(), new ByteBuffer[]{note}, memory).block(patience)));
    }

    private void judge(ReactiveRedisConnection open, List<Inspected> found) {
        String policy = found.stream().map(Inspected::policy).filter(one -> !one.equals(KEEPS_ALL)).findFirst()
                .orElse(KEEPS_ALL);
        evicting = !policy.equals(KEEPS_ALL);
        String mine = found.stream().map(Inspected::run).distinct().collect(Collectors.joining(" "));
        memory = mine;
        Compared last = compared;
        boolean known = last != null && last.memory().equals(mine);
        boolean together = last != null && known && last.alike();
        connection = evicting || !together ? null : open;
        if (evicting) {
            become(Status.FORGETFUL, "The replay store evicts keys (maxmemory-policy is " + policy
                    + "), and a store that forgets is none; early data is refused. Set maxmemory-policy to noeviction.");
            return;
        }
        if (!together) {
            become(Status.DIVIDED, known
                    ? "Another replica sees another server behind postern.replay.url, and of two memories each takes its copy of a"
                            + " flight for the first; early data is refused. Name one server by a URL that leads every replica to it."
                    : "The database has not said yet which server the other replicas see behind postern.replay.url;"
                            + " early data is refused.");
            return;
        }
        Inspected youngest = found.stream().max(Comparator.comparingLong(Inspected::since)).orElseThrow();
        // The last hello that was sent too early is fresh for another window.
        if (youngest.now() - youngest.since() <= 2 * settings.window().toMillis()) {
            become(Status.WARMING_UP, "The memory of the replay store is young: it began at "
                    + Instant.ofEpochMilli(youngest.since())
                    + ". A host refuses early data that was sent before its own freshnessWindow had passed since then; "
                    + settings.window() + " is the widest that a host may have here.");
        } else {
            become(Status.READY, "The replay store remembers.");
        }
    }

    private void become(Status status, String sentence) {
        if (condition.status() != status) {
            if (status == Status.READY || status == Status.WARMING_UP) {
                LOG.info("{}", sentence);
            } else {
                LOG.warn("{}", sentence);
            }
        }
        condition = new StoreCondition(true, slots.zone(), status, sentence);
    }

    private static String rootOf(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }

    @Override
    public void start() {
        connections.start();
        running = true;
        lookNow();
        compare();
        lookNow();
        looks.start();
        comparisons.start();
    }

    @Override
    public void stop() {
        running = false;
        looks.stop();
        comparisons.stop();
        connection = null;
        connections.destroy();
        connections.getClientConfiguration().getClientResources().ifPresent(resources -> resources.shutdown());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// After the replicas have heard of this one; before the data plane, and after it on the way out.
    @Override
    public int getPhase() {
        return 2;
    }
}
