package dev.postern.gateway.listener;

import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.routes.EarlyDataSettings;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.HostTimeouts;
import dev.postern.gateway.routes.HostTls;
import dev.postern.gateway.routes.Revocations;
import dev.postern.gateway.routes.ServedCertificate;
import dev.postern.gateway.routes.ServerNamePattern;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.tls.ClientHelloView;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.earlydata.ClientHelloRecorder;
import dev.postern.tls.earlydata.ReplayGuard;
import dev.postern.tls.ech.EchStatus;
import dev.postern.tls.netty.TlsPolicy;
import dev.postern.tls.psk.PolicyDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class SnapshotPolicySelectorTest {
    private static final String NAME = "a.localhost";
    private static final PolicyDigest DIGEST = new PolicyDigest(new byte[PolicyDigest.BYTES]);
    private final Issued issued = DevelopmentAuthority.create(Instant.now()).issue(List.of(NAME));
    private final ServedCertificate certificate = new ServedCertificate("c", "c", 1, issued.chain(),
            issued.privateKey(), List.of(), null);
    private final SnapshotHolder holder = new SnapshotHolder();

    private GatewaySnapshot snapshot(long revision, EarlyDataSettings early) {
        Host host = new Host("h", "h", List.of(ServerNamePattern.parse(NAME).orElseThrow()), List.of(certificate),
                new HostTls(ClientAuthentication.NONE, List.of(), Revocations.NONE, null, DIGEST, DIGEST, DIGEST),
                early, HostTimeouts.DEFAULTS, List.of(), null);
        return GatewaySnapshot.of(revision, List.of(host), Map.of(), Map.of(), List.of());
    }

    private SnapshotPolicySelector selector(CryptoProvider crypto) {
        SecureRandom random = new SecureRandom();
        EngineEnvironment environment = new EngineEnvironment(crypto, random::nextBytes, System::currentTimeMillis,
                Limits.DEFAULT);
        ReplayGuard guard = new ReplayGuard(
                new ClientHelloRecorder(environment.time(), environment.random(), Duration.ofSeconds(20), 1024),
                1, true, () -> false, 0);
        return new SnapshotPolicySelector(holder,
                new ResumptionServices(environment, state -> new byte[0], TlsPolicy.TicketOpener.NONE,
                        EarlyDataGate.open(), guard, 1, 2, Duration.ofHours(1), Duration.ofSeconds(10),
                        Duration.ofMillis(3)),
                16_384, Runnable::run);
    }

    private static boolean acceptsEarlyData(SnapshotPolicySelector selector) {
        ClientHelloView hello = new ClientHelloView(NAME, List.of(), List.of(0x0304), List.of(), List.of(), List.of(),
                List.of(), 0, true, List.of(), List.of(), 0x0303, 200, EchStatus.NOT_OFFERED);
        return selector.select(hello).toCompletableFuture().join().config().earlyData().accept();
    }

    /// What a provider does the first time that it is asked for a key, which is in the middle of the start of a listener.
    private static CryptoProvider interrupted(Runnable then) {
        CryptoProvider real = CryptoProviders.fastest();
        AtomicReference<Runnable> once = new AtomicReference<>(then);
        return (CryptoProvider) Proxy.newProxyInstance(SnapshotPolicySelectorTest.class.getClassLoader(),
                new Class<?>[]{CryptoProvider.class}, (proxy, method, arguments) -> {
                    Runnable first = method.getName().equals("signingKey") ? once.getAndSet(null) : null;
                    if (first != null) {
                        first.run();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void goesByWhatWasPublishedWhileItsListenerStarted() throws Exception {
        holder.swap(snapshot(1, EarlyDataSettings.ON));
        AtomicReference<Thread> publication = new AtomicReference<>();
        SnapshotPolicySelector selector = selector(interrupted(() -> {
            Thread other = Thread.ofPlatform().start(() -> holder.swap(snapshot(2, EarlyDataSettings.OFF)));
            publication.set(other);
            while (other.getState() != Thread.State.BLOCKED && other.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
        }));
        publication.get().join();
        assertThat(holder.current().revision()).isEqualTo(2);
        assertThat(acceptsEarlyData(selector)).isFalse();
    }

    @Test
    void goesByWhatIsPublishedBeforeAndAfter() {
        holder.swap(snapshot(1, EarlyDataSettings.ON));
        SnapshotPolicySelector selector = selector(CryptoProviders.fastest());
        assertThat(acceptsEarlyData(selector)).isTrue();
        holder.swap(snapshot(2, EarlyDataSettings.OFF));
        assertThat(acceptsEarlyData(selector)).isFalse();
        holder.swap(snapshot(3, EarlyDataSettings.ON));
        assertThat(acceptsEarlyData(selector)).isTrue();
    }
}
