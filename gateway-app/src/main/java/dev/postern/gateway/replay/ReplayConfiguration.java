package dev.postern.gateway.replay;

import dev.postern.gateway.replay.StoreCondition.Status;
import dev.postern.gateway.replicas.Replicas;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.tls.crypto.spi.TimeSource;
import dev.postern.tls.earlydata.ClientHelloRecorder;
import dev.postern.tls.earlydata.ReplayGuard;
import dev.postern.tls.psk.TicketShelf;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

import static java.util.Objects.requireNonNull;

/// A store of this process's own, or the Redis that a URL names.
@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {
    private static final Duration LOOKED_AT_EVERY = Duration.ofSeconds(1);
    /// How much longer than for a replay store it is worth waiting for a ticket: without it the handshake is a full one.
    private static final Duration SHELF = Duration.ofMillis(50);

    /// A URL is given.
    static final class Shared implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty("postern.replay.url"));
        }
    }

    @Bean
    @Conditional(Shared.class)
    StoreWatch storeWatch(PosternProperties properties, SslBundles bundles, Replicas replicas) {
        PosternProperties.Replay settings = properties.replay();
        String bundle = settings.bundle();
        URI url = requireNonNull(settings.url());
        return new StoreWatch(RedisAccess.of(settings, url, bundle == null ? null : bundles.getBundle(bundle)),
                new Slots(settings.zone()), settings, LOOKED_AT_EVERY,
                memory -> replicas.share(issuer(settings), memory));
    }

    @Bean
    ReplayZone replayZone(PosternProperties properties, ObjectProvider<StoreWatch> shared, Clock clock) {
        StoreWatch watch = shared.getIfAvailable();
        return watch == null ? alone(properties, clock)
                : together(properties, watch);
    }

    private static ReplayZone alone(PosternProperties properties, Clock clock) {
        PosternProperties.Replay settings = properties.replay();
        TimeSource time = clock::millis;
        long started = time.currentMillis();
        long twoWindows = 2 * settings.window().toMillis();
        // A name that no other process has, whatever the setting says: its memory is its own, so early data with another's ticket is refused.
        SecureRandom random = new SecureRandom();
        return new ReplayZone(random.nextLong(),
                new ClientHelloRecorder(time, random::nextBytes, settings.window().multipliedBy(2),
                        settings.maxEntries()),
                started,
                () -> time.currentMillis() - started <= twoWindows
                        ? new StoreCondition(false, "this process", Status.WARMING_UP,
                                "This process is young: early data with tickets of before its start is refused.")
                        : new StoreCondition(false, "this process", Status.READY, "The replay store remembers."),
                new TicketShelf(time, properties.tickets().maxKept()));
    }

    private static ReplayZone together(PosternProperties properties, StoreWatch watch) {
        PosternProperties.Replay settings = properties.replay();
        Slots slots = new Slots(settings.zone());
        return new ReplayZone(issuer(settings), new RedisReplayStore(slots, watch::usable),
                ReplayGuard.STORE_KNOWS, watch::condition,
                new RedisTicketShelf(slots, watch::usable, settings.budget().plus(SHELF),
                        properties.tickets().maxKept()));
    }

    /// The name of the zone inside its tickets: its own and its store's. Two Redis are two memories, whatever the setting calls them, and
    /// while another URL is rolled out a flight that one of them knows is unknown to the other.
    static long issuer(PosternProperties.Replay settings) {
        URI url = requireNonNull(settings.url());
        String store = settings.zone() + "@" + url.getHost().toLowerCase(Locale.ROOT) + ":"
                + (url.getPort() < 0 ? RedisAccess.DEFAULT_PORT : url.getPort()) + "/"
                + RedisAccess.database(url);
        try {
            return ByteBuffer
                    .wrap(MessageDigest.getInstance("SHA-256").digest(store.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
