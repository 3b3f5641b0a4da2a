package dev.postern.gateway.listener;

import dev.postern.gateway.descriptor.HandoverSettings;
import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.http.HeadLimits;
import dev.postern.gateway.proxy.ProxyContext;
import dev.postern.gateway.proxy.TrustedPeers;
import dev.postern.gateway.replay.ReplayZone;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.settings.BindAddress;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.stats.GatewayMetrics;
import dev.postern.gateway.tickets.TicketKeys;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.TimeSource;
import dev.postern.tls.earlydata.ReplayGuard;
import dev.postern.tls.earlydata.ReplayStore;
import dev.postern.tls.netty.TlsPolicy.TicketOpener;
import dev.postern.tls.psk.SingleUseTickets;
import dev.postern.tls.psk.StatelessTickets;
import dev.postern.tls.psk.TicketSealer;
import dev.postern.tls.spring.actuate.HandshakeJournal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The data plane of the process, from the environment's settings.
@Configuration(proxyBeanMethods = false)
class DataPlaneConfiguration {
    /// Signatures that wait; with more, handshakes are refused rather than queued beyond their deadline.
    private static final int MOST_WAITING_SIGNATURES = 256;

    @Bean(destroyMethod = "dispose")
    LoopResources dataPlaneLoops() {
        return LoopResources.create("data", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
    }

    @Bean(destroyMethod = "shutdown")
    ThreadPoolExecutor slowSigning() {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING_SIGNATURES),
                Thread.ofPlatform().name("signing-", 0).daemon().factory());
    }

    @Bean
    Crowding crowding(PosternProperties properties) {
        return new Crowding(properties.earlyData().maxUnconfirmed(), properties.earlyData().maxQuestions());
    }

    @Bean
    ResumptionServices resumptionServices(PosternProperties properties, TicketKeys keys, CryptoProvider crypto,
            Clock clock, ReplayZone zone, Crowding crowding, EarlyDataGate gate) {
        SecureRandom secure = new SecureRandom();
        RandomSource random = secure::nextBytes;
        TimeSource time = clock::millis;
        EngineEnvironment environment = new EngineEnvironment(crypto, random, time, Limits.DEFAULT);
        StatelessTickets stateless = new StatelessTickets(crypto, random, keys.source());
        if (!properties.tickets().singleUse()) {
            return services(properties, gate, environment, stateless,
                    ticket -> CompletableFuture.completedFuture(stateless.open(ticket)), zone.issuer(),
                    guard(zone.store(), zone, zone.since(), crowding));
        }
        SingleUseTickets once = new SingleUseTickets(stateless, random, zone.shelf());
        // RFC 9846 8.1: whoever sends a flight again has no ticket to send it with
        ReplayGuard byTicket = guard(hello -> CompletableFuture.completedStage(ReplayStore.Claim.FIRST),
                zone, ReplayGuard.STORE_KNOWS, crowding);
        return services(properties, gate, environment, once, once::open, zone.issuer(), byTicket);
    }

    private static ReplayGuard guard(ReplayStore store, ReplayZone zone, long since, Crowding crowding) {
        return new ReplayGuard(crowding.counting(store), zone.issuer(), true, crowding, since);
    }

    private static ResumptionServices services(PosternProperties properties, EarlyDataGate gate,
            EngineEnvironment environment, TicketSealer sealer, TicketOpener opener, long issuer, ReplayGuard guard) {
        return new ResumptionServices(environment, sealer, opener, gate, guard, issuer, properties.tickets().count(),
                properties.tickets().lifetime(), properties.replay().window(), properties.replay().budget());
    }

    @Bean(destroyMethod = "close")
    GatewayDataPlane dataPlane(PosternProperties properties, SnapshotHolder snapshots, ResumptionServices services,
            HandshakeJournal journal, GatewayMetrics metrics, ThreadPoolExecutor slowSigning,
            LoopResources dataPlaneLoops, Crowding crowding, EarlyDataGate gate) {
        List<ListenerSettings> listeners = properties.listeners().stream()
                .map(listener -> settings(listener, limits(listener, properties.limits()))).toList();
        return new GatewayDataPlane(listeners,
                new ListenerTls(snapshots, services, journal, metrics, slowSigning), snapshots, metrics,
                dataPlaneLoops, properties.dataDir().resolve("ports"), crowding, gate);
    }

    private static ListenerSettings settings(PosternProperties.Listener listener, Limits limits) {
        ListeningPlace place = place(listener);
        ListenerSettings defaults = ListenerSettings.at(place);
        return new ListenerSettings(listener.name(), place, listener.tls(),
                listener.header(),
                listener.keepAlive(), listener.maxAge(), HeadLimits.DEFAULT, ProxyContext.DEFAULT_MAX_BODY_BYTES,
                listener.earlyDataMaxBytes(), defaults.streams(), listener.maxConnections(),
                new TrustedPeers(listener.trustedProxies()), limits);
    }

    private static ListeningPlace place(PosternProperties.Listener listener) {
        PosternProperties.Handover handover = listener.handover();
        BindAddress bind = listener.bind();
        return handover == null || bind != null
                ? new ListeningPlace.Port(Objects.requireNonNull(bind, "either of both is set").socketAddress())
                : new ListeningPlace.Handover(new HandoverSettings(handover.socket(), handover.group(),
                        Set.copyOf(handover.uids()), Set.copyOf(handover.gids())));
    }

    private static Limits limits(PosternProperties.Listener listener, PosternProperties.Limits given) {
        int earlyBytes = listener.earlyDataMaxBytes();
        // Refused early data comes as records, each longer than its plaintext.
        int skippedBytes = Math.max(Limits.DEFAULT.skippedEarlyDataBytes(), 2 * earlyBytes);
        return new Limits(given.clientHelloBytes(), given.handshakeMessageBytes(), given.certificateMessageBytes(),
                given.certificateChainLength(), given.pskIdentities(), given.keyShares(), given.extensions(),
                given.postHandshakeMessages(), given.emptyRecords(), given.warningAlerts(), earlyBytes,
                given.unconfirmedBytes(), skippedBytes, given.keyUpdateRecords(), listener.clientHello(),
                listener.handshake(), given.confirmation());
    }
}
