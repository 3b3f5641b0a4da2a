package dev.postern.gateway.replay;

import dev.postern.gateway.replay.StoreCondition.Status;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.tls.earlydata.FreshnessWindow;
import dev.postern.tls.earlydata.ReplayKey;
import dev.postern.tls.earlydata.ReplayStore;
import dev.postern.tls.earlydata.SentHello;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What one replica has of a shared store.
final class Replica implements AutoCloseable {
    static final Duration WINDOW = Duration.ofSeconds(10);
    final RedisReplayStore store;
    private final StoreWatch watch;
    /// What the others are taken to say.
    StoreWatch.Others others;

    Replica(String url) {
        this(settings(url, false, null), null);
    }

    Replica(PosternProperties.Replay settings, @Nullable SslBundle bundle) {
        this(settings, bundle, _ -> Optional.of(true));
    }

    Replica(PosternProperties.Replay settings, @Nullable SslBundle bundle, StoreWatch.Others others) {
        this.others = others;
        URI url = settings.url();
        if (url == null) {
            throw new IllegalArgumentException("a shared store has a URL");
        }
        Slots slots = new Slots(settings.zone());
        // The tests look by themselves.
        watch = new StoreWatch(RedisAccess.of(settings, url, bundle), slots, settings, Duration.ofDays(1),
                memory -> this.others.see(memory));
        store = new RedisReplayStore(slots, watch::usable);
        watch.start();
    }

    static PosternProperties.Replay settings(String url, boolean cluster, @Nullable Path passwordFile) {
        return new PosternProperties.Replay(WINDOW, Duration.ofSeconds(5), 1, URI.create(url), "test", null,
                passwordFile, null, cluster, false);
    }

    /// The hello of this number, sent now.
    static SentHello hello(long number) {
        return hello(number, System.currentTimeMillis());
    }

    static SentHello hello(long number, long sentAtMillis) {
        return hello(number, sentAtMillis, FreshnessWindow.of(WINDOW));
    }

    static SentHello hello(long number, long sentAtMillis, FreshnessWindow window) {
        // The first byte chooses the slot.
        byte[] key = ByteBuffer.allocate(ReplayKey.BYTES).put((byte) number).putLong(8, number).array();
        return new SentHello(new ReplayKey(key), sentAtMillis, window);
    }

    ReplayStore.Claim claim(SentHello hello) {
        return store.claim(hello).toCompletableFuture().join();
    }

    Status look() {
        watch.look();
        watch.compare();
        watch.look();
        return watch.condition().status();
    }

    String sentence() {
        return watch.condition().sentence();
    }

    @Override
    public void close() {
        watch.stop();
    }
}
