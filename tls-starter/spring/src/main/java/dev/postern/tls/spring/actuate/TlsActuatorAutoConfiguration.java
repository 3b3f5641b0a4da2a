package dev.postern.tls.spring.actuate;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.netty.TlsObserver;
import dev.postern.tls.spring.ServedBundles;
import dev.postern.tls.spring.TlsAutoConfiguration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Meters and endpoints of the web server's TLS, in an application that has Micrometer or the actuator.
///
/// An application with TLS servers of its own takes the beans [TlsMetrics] and [HandshakeJournal] for them too; one that brings a
/// [dev.postern.tls.netty.TlsServerContext] of its own says there which observers hear of the web server's handshakes.
@AutoConfiguration(after = TlsAutoConfiguration.class, afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBean(EngineEnvironment.class)
public final class TlsActuatorAutoConfiguration {
    private static final int KEPT_HANDSHAKES = 4096;
    private static final double MILLIS_PER_SECOND = 1000;

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class Meters {
        @Bean
        @ConditionalOnMissingBean
        TlsMetrics posternTlsMetrics(MeterRegistry registry) {
            return new TlsMetrics(registry);
        }

        @Bean
        @ConditionalOnBean(ServedBundles.class)
        MeterBinder posternCertificateExpiry(ServedBundles bundles, EngineEnvironment environment) {
            return registry -> bundles.expiries().keySet().forEach(bundle -> Gauge
                    .builder(TlsMeters.CERTIFICATE_EXPIRY.meterName(), bundles,
                            served -> secondsLeft(served.expiries().get(bundle), environment.time().currentMillis()))
                    .description(TlsMeters.CERTIFICATE_EXPIRY.description()).baseUnit("seconds")
                    .tag("certificate", bundle).register(registry));
        }

        /// A gauge says NaN for what it does not know.
        private static double secondsLeft(@Nullable Instant end, long nowMillis) {
            return end == null ? Double.NaN : (end.toEpochMilli() - nowMillis) / MILLIS_PER_SECOND;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    static class Endpoints {
        /// Numbers rise across restarts, so that a reader who comes back after one misses nothing.
        @Bean
        @ConditionalOnMissingBean
        HandshakeJournal posternHandshakeJournal(EngineEnvironment environment) {
            return new HandshakeJournal(KEPT_HANDSHAKES,
                    TimeUnit.MILLISECONDS.toMicros(environment.time().currentMillis()));
        }

        @Bean
        TlsObserver posternHandshakeJournalObserver(HandshakeJournal journal) {
            return journal.observing("web");
        }

        @Bean
        @ConditionalOnAvailableEndpoint
        HandshakesEndpoint posternHandshakesEndpoint(HandshakeJournal journal) {
            return new HandshakesEndpoint(journal);
        }

        @Bean
        @ConditionalOnAvailableEndpoint
        CryptoEndpoint posternCryptoEndpoint(CryptoProvider crypto) {
            return new CryptoEndpoint(crypto);
        }
    }
}
