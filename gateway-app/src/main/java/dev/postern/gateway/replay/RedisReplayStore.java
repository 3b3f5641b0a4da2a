package dev.postern.gateway.replay;

import dev.postern.tls.earlydata.ReplayStore;
import dev.postern.tls.earlydata.SentHello;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReturnType;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The memory that the replicas of a zone share: each hello is one atomic command to Redis.
///
/// By Redis's clock alone. Replicas whose clocks run apart would each find a hello fresh at another time, and one of them after the others'
/// record of it has gone.
final class RedisReplayStore implements ReplayStore {
    /// How wide a window may be.
    static final Duration WIDEST = Duration.ofSeconds(60);
    /// No shorter for a narrow window, and twice the widest, so that a clock that is set back by less than that brings nothing back to life.
    private static final long REMEMBERED_MILLIS = 2 * WIDEST.toMillis();
    private static final CompletionStage<Claim> UNAVAILABLE = CompletableFuture.completedStage(Claim.UNAVAILABLE);

    private final Script<Long> script = new Script<>("claim.lua", ReturnType.INTEGER);
    private final Slots slots;
    private final Supplier<@Nullable ReactiveRedisConnection> connection;

    /// @param connection null while the store must not be asked
    RedisReplayStore(Slots slots, Supplier<@Nullable ReactiveRedisConnection> connection) {
        this.slots = slots;
        this.connection = connection;
    }

    @Override
    public CompletionStage<Claim> claim(SentHello hello) {
        ReactiveRedisConnection redis = connection.get();
        if (redis == null || hello.window().eachSideMillis() > WIDEST.toMillis()) {
            return UNAVAILABLE;
        }
        return script
                .run(redis.scriptingCommands(), slots.of(hello.key()), number(hello.sentAtMillis()),
                        number(hello.window().eachSideMillis()), number(REMEMBERED_MILLIS))
                .map(RedisReplayStore::claim)
                .onErrorMap(QueryTimeoutException.class, late -> new TimeoutException(late.getMessage())).toFuture()
                .thenApply(answer -> answer == null ? Claim.UNAVAILABLE : answer);
    }

    private static ByteBuffer number(long value) {
        return Slots.text(Long.toString(value));
    }

    private static Claim claim(long answer) {
        return switch ((int) answer) {
            case 1 -> Claim.FIRST;
            case 0 -> Claim.SEEN;
            case -1 -> Claim.STALE;
            case -2 -> Claim.WARMING_UP;
            default -> Claim.UNAVAILABLE;
        };
    }
}
