package dev.postern.gateway.stats;

import dev.postern.gateway.routes.ServedCertificate;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.tls.spring.actuate.TlsMeters;
import dev.postern.tls.spring.actuate.TlsMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.time.Duration;

@Configuration(proxyBeanMethods = false)
class StatsConfiguration {
    private static final int MOST_CERTIFICATES = 1000;

    @Bean(destroyMethod = "close")
    AccessLog accessLog() {
        return AccessLog.started();
    }

    @Bean(destroyMethod = "close")
    UnconfirmedRequests unconfirmedRequests(Clock clock) {
        return UnconfirmedRequests.started(clock);
    }

    @Bean
    GatewayMetrics gatewayMetrics(MeterRegistry registry, TlsMetrics tls, SnapshotHolder snapshots, Clock clock,
            UnconfirmedRequests unconfirmed, AccessLog access) {
        Gauge.builder(GatewayMeters.CONFIGURATION_REVISION.meterName(), snapshots,
                holder -> holder.current().revision())
                .description(GatewayMeters.CONFIGURATION_REVISION.description()).register(registry);
        MultiGauge expiry = MultiGauge.builder(TlsMeters.CERTIFICATE_EXPIRY.meterName())
                .description(TlsMeters.CERTIFICATE_EXPIRY.description()).baseUnit("seconds").register(registry);
        snapshots.follow(snapshot -> () -> expiry.register(snapshot.certificates().values().stream()
                .limit(MOST_CERTIFICATES).filter(certificate -> certificate.leaf().isPresent())
                .map(certificate -> MultiGauge.Row.of(Tags.of("certificate", certificate.name()), certificate,
                        served -> secondsLeft(served, clock)))
                .toList(), true));
        return new GatewayMetrics(registry, tls, unconfirmed, access);
    }

    private static double secondsLeft(ServedCertificate certificate, Clock clock) {
        return certificate.leaf().map(leaf -> (double) Duration.between(clock.instant(), leaf.getNotAfter().toInstant())
                .toSeconds()).orElse(0.0);
    }
}
