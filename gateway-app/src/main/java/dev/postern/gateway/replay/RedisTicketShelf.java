package dev.postern.gateway.replay;

import dev.postern.tls.psk.SingleUseTickets;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReturnType;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// Tickets that open once, on a shelf that the replicas of a zone share. A shelf that is away or slow costs a full handshake.
final class RedisTicketShelf implements SingleUseTickets.Shelf {
    private static final byte[] NOTHING = {};
    /// No client of Redis tries to lay a ticket there for so long: a command that is older is given up (see [RedisAccess#timeout]).
    private static final ByteBuffer TAKEN = Slots.text("120000");
    private final Script<Long> keep = new Script<>("keep.lua", ReturnType.INTEGER);
    private final Script<ByteBuffer> take = new Script<>("take.lua", ReturnType.VALUE);
    private final Slots slots;
    private final Supplier<@Nullable ReactiveRedisConnection> connection;
    private final Duration patience;
    private final int mostInSlot;

    /// @param patience how long a handshake waits for the shelf
    /// @param maxKept  tickets of the zone; with more, those make room that would end first
    RedisTicketShelf(Slots slots, Supplier<@Nullable ReactiveRedisConnection> connection, Duration patience,
            int maxKept) {
        this.slots = slots;
        this.connection = connection;
        this.patience = patience;
        this.mostInSlot = Math.max(1, maxKept / Slots.COUNT);
    }

    /// Returns before it lies there: a client that is faster makes a full handshake.
    @Override
    public boolean put(byte[] name, byte[] sealed, int lifetimeSeconds) {
        ReactiveRedisConnection redis = connection.get();
        if (redis == null) {
            return false;
        }
        keep.run(redis.scriptingCommands(), slots.ticket(name), ByteBuffer.wrap(sealed),
                Slots.text(Long.toString(lifetimeSeconds * 1000L)), Slots.text(Integer.toString(mostInSlot)))
                .subscribe(kept -> {
                }, lost -> {
                });
        return true;
    }

    @Override
    public CompletionStage<byte[]> take(byte[] name) {
        ReactiveRedisConnection redis = connection.get();
        if (redis == null) {
            return CompletableFuture.completedStage(NOTHING);
        }
        return take.run(redis.scriptingCommands(), slots.ticket(name), TAKEN).timeout(patience).toFuture()
                .thenApply(RedisTicketShelf::bytes);
    }

    private static byte[] bytes(@Nullable ByteBuffer found) {
        if (found == null) {
            return NOTHING;
        }
        byte[] sealed = new byte[found.remaining()];
        found.get(sealed);
        return sealed;
    }
}
