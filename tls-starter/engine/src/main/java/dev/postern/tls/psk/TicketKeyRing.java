package dev.postern.tls.psk;

import dev.postern.tls.crypto.spi.RandomSource;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Ticket keys of this process: `next` (known to open, not yet used to seal, so that a replica that is a little behind can already open
/// what a faster one sealed), `current` and `previous`.
///
/// Early data has no forward secrecy against whoever gets a ticket key, so a key seals for 12 hours at most and is wiped one period
/// after. Time is a parameter: whoever owns the ring calls [#advance] now and then. Readers never wait: they see one immutable
/// generation.
public final class TicketKeyRing implements TicketKeySource {
    /// The longest time that one key may seal.
    public static final Duration LONGEST_PERIOD = Duration.ofHours(12);

    /// How far back a clock may go before it counts as set back: two callers may be told the time out of order.
    private static final long DISORDER_MILLIS = 60_000;

    /// More come from a process that starts over and over, or from many replicas that were apart for long; the eldest go.
    private static final int MOST_ADOPTED = 16;
    private static final int ADOPTED_BYTES = Long.BYTES + TicketKey.SAVED_BYTES;

    private final RandomSource random;
    private final long periodMillis;
    private volatile Generation generation;
    /// The latest that it was here; not saved, for another process has another clock.
    private volatile long seenMillis;

    private record Generation(TicketKey next, TicketKey current, Optional<TicketKey> previous, List<Adopted> adopted,
            long rotatedAtMillis) {
        Stream<TicketKey> keys() {
            return Stream.concat(Stream.of(current, next), opening());
        }

        /// Those that seal no more.
        Stream<TicketKey> opening() {
            return Stream.concat(previous.stream(), adopted.stream().map(Adopted::key));
        }
    }

    /// A key of another ring: it opens until then, and seals nothing.
    private record Adopted(TicketKey key, long untilMillis) {}

    /// What a key is for.
    public enum Role {
        NEXT,
        CURRENT,
        PREVIOUS
    }

    /// What may be shown of a key.
    ///
    /// @param id        its name in hex
    /// @param role      what it is for
    /// @param ageMillis since it was made
    public record KeyView(String id, Role role, long ageMillis) {}

    /// @param period at most [#LONGEST_PERIOD]
    public TicketKeyRing(RandomSource random, Duration period, long nowMillis) {
        if (period.isNegative() || period.isZero() || period.compareTo(LONGEST_PERIOD) > 0) {
            throw new IllegalArgumentException("ticket keys rotate at least every 12 hours, got " + period);
        }
        this.random = random;
        this.periodMillis = period.toMillis();
        this.generation = fresh(nowMillis);
        this.seenMillis = nowMillis;
    }

    private TicketKeyRing(RandomSource random, Duration period, Generation generation) {
        this.random = random;
        this.periodMillis = period.toMillis();
        this.generation = generation;
    }

    /// A ring as it was saved by [#save]: what clients got before a restart still opens.
    ///
    /// @throws IllegalArgumentException when these bytes are none
    public static TicketKeyRing restore(byte[] saved, RandomSource random, Duration period) {
        ByteBuffer in = ByteBuffer.wrap(saved);
        int keys = saved.length < Long.BYTES + 1 ? 0 : in.get();
        if (keys < 2 || keys > 3 || in.remaining() < Long.BYTES + keys * TicketKey.SAVED_BYTES) {
            throw new IllegalArgumentException("these are not saved ticket keys");
        }
        long rotatedAtMillis = in.getLong();
        TicketKey next = TicketKey.restore(in);
        TicketKey current = TicketKey.restore(in);
        Optional<TicketKey> previous = keys == 3 ? Optional.of(TicketKey.restore(in)) : Optional.empty();
        return new TicketKeyRing(random, period,
                new Generation(next, current, previous, restoreAdopted(in), rotatedAtMillis));
    }

    /// Left out by a ring that adopted none.
    private static List<Adopted> restoreAdopted(ByteBuffer in) {
        int count = in.hasRemaining() ? in.get() : 0;
        if (count < 0 || in.remaining() != count * ADOPTED_BYTES) {
            throw new IllegalArgumentException("these are not saved ticket keys");
        }
        List<Adopted> adopted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long untilMillis = in.getLong();
            adopted.add(new Adopted(TicketKey.restore(in), untilMillis));
        }
        return List.copyOf(adopted);
    }

    /// The ring with its key material, for whoever encrypts it at once and wipes the array.
    public synchronized byte[] save() {
        Generation now = generation;
        int keys = now.previous.isPresent() ? 3 : 2;
        int adoptedBytes = now.adopted.isEmpty() ? 0 : 1 + now.adopted.size() * ADOPTED_BYTES;
        ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES + keys * TicketKey.SAVED_BYTES + adoptedBytes);
        out.put((byte) keys).putLong(now.rotatedAtMillis);
        now.next.save(out);
        now.current.save(out);
        now.previous.ifPresent(key -> key.save(out));
        if (!now.adopted.isEmpty()) {
            out.put((byte) now.adopted.size());
            now.adopted.forEach(one -> one.key.save(out.putLong(one.untilMillis)));
        }
        return out.array();
    }

    @Override
    public Optional<TicketKey> current() {
        return Optional.of(generation.current);
    }

    @Override
    public Optional<TicketKey> find(byte[] name) {
        return generation.keys().filter(key -> key.isNamed(name)).findFirst();
    }

    /// Rotates if that is due. After a pause of two periods or more nothing old is left. So it does when the clock was set back by more than a
    /// minute: how long the key has sealed is not known then.
    ///
    /// @return whether keys changed
    public synchronized boolean advance(long nowMillis) {
        boolean dropped = dropAdopted(nowMillis);
        boolean setBack = isSetBack(nowMillis);
        seenMillis = setBack ? nowMillis : Math.max(seenMillis, nowMillis);
        long elapsed = nowMillis - generation.rotatedAtMillis;
        if (elapsed < periodMillis && !setBack) {
            return dropped;
        }
        rotate(nowMillis);
        if (elapsed >= 2 * periodMillis) {
            rotate(nowMillis);
        }
        return true;
    }

    /// When the key that seals began to, by the clock of whoever rotated last.
    public long sealsSinceMillis() {
        return generation.rotatedAtMillis;
    }

    /// Whether [#advance] would change anything now.
    public boolean isDue(long nowMillis) {
        Generation now = generation;
        return nowMillis - now.rotatedAtMillis >= periodMillis || isSetBack(nowMillis)
                || now.adopted.stream().anyMatch(one -> nowMillis >= one.untilMillis);
    }

    private boolean isSetBack(long nowMillis) {
        return nowMillis < seenMillis - DISORDER_MILLIS;
    }

    private boolean dropAdopted(long nowMillis) {
        Generation old = generation;
        List<Adopted> kept = old.adopted.stream().filter(one -> nowMillis < one.untilMillis).toList();
        if (kept.size() == old.adopted.size()) {
            return false;
        }
        generation = new Generation(old.next, old.current, old.previous, kept, old.rotatedAtMillis);
        old.adopted.stream().filter(one -> !kept.contains(one)).forEach(one -> one.key.destroy());
        return true;
    }

    /// Moves every key one place on, at once, and wipes the one that falls out.
    public synchronized void rotate(long nowMillis) {
        Generation old = generation;
        generation = new Generation(TicketKey.generate(random, nowMillis), old.next, Optional.of(old.current),
                old.adopted, nowMillis);
        old.previous.ifPresent(TicketKey::destroy);
    }

    /// Takes over a ring that sealed until now, beside this one or instead of it: what it sealed opens for one period more. That ring is
    /// not to be used again. Whether its keys were revoked meanwhile is for the caller to know: when they were made does not say it, since
    /// the clocks of two processes are apart.
    public synchronized void adopt(TicketKeyRing other, long nowMillis) {
        Generation theirs = other.generation;
        Generation old = generation;
        List<Adopted> adopted = new ArrayList<>(old.adopted);
        Stream.concat(Stream.of(theirs.current), theirs.opening())
                .filter(key -> old.keys().noneMatch(known -> known.isNamed(key.name())))
                .forEach(key -> adopted.add(new Adopted(key, nowMillis + periodMillis)));
        int tooMany = Math.max(0, adopted.size() - MOST_ADOPTED);
        generation = new Generation(old.next, old.current, old.previous,
                List.copyOf(adopted.subList(tooMany, adopted.size())), old.rotatedAtMillis);
        adopted.subList(0, tooMany).forEach(one -> one.key.destroy());
    }

    /// Wipes this ring, in whose place the other is used from now on. The keys that the other adopted from it live on there.
    public synchronized void retireFor(TicketKeyRing other) {
        Generation theirs = other.generation;
        generation.keys().filter(key -> theirs.keys().noneMatch(kept -> kept == key)).forEach(TicketKey::destroy);
    }

    /// A key may have leaked: every ticket issued so far is worth nothing from now on, and every client makes a full handshake.
    public synchronized void revokeAll(long nowMillis) {
        Generation old = generation;
        generation = fresh(nowMillis);
        old.keys().forEach(TicketKey::destroy);
    }

    /// The keys as they may be shown: names and ages, never material.
    public List<KeyView> keys(long nowMillis) {
        Generation now = generation;
        return Stream.of(Stream.of(view(now.next, Role.NEXT, nowMillis), view(now.current, Role.CURRENT, nowMillis)),
                now.opening().map(key -> view(key, Role.PREVIOUS, nowMillis))).flatMap(keys -> keys).toList();
    }

    private static KeyView view(TicketKey key, Role role, long nowMillis) {
        return new KeyView(key.id(), role, nowMillis - key.createdAtMillis());
    }

    private Generation fresh(long nowMillis) {
        return new Generation(TicketKey.generate(random, nowMillis), TicketKey.generate(random, nowMillis),
                Optional.empty(), List.of(), nowMillis);
    }
}
