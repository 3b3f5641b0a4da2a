package dev.postern.tls.spring.actuate;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.ech.EchStatus;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.netty.HandshakeReport;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class TlsMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TlsMetrics metrics = new TlsMetrics(registry);

    private void ended(@Nullable Long skewMillis, EarlyDataReason reason, @Nullable TlsAlert failure) {
        SessionInfo session = new SessionInfo(CipherSuite.TLS_AES_128_GCM_SHA256, NamedGroup.X25519, null, null,
                "a.example", "h2", skewMillis != null, false, reason, CertificateChain.EMPTY, CertificateChain.EMPTY,
                Staples.NONE, EchStatus.NOT_OFFERED, skewMillis, new byte[32]);
        metrics.handshakeEnded(new HandshakeReport(null, 0, "h", null, session, reason, Duration.ofMillis(1),
                Duration.ofMillis(2), failure, failure == null ? "" : "finished", null));
    }

    private @Nullable DistributionSummary skews(String direction) {
        return registry.find("postern.tls.early_data.ticket_age_skew").tag("direction", direction).summary();
    }

    private void assertSkews(String direction, long count, double total, double max) {
        DistributionSummary skews = skews(direction);
        assertThat(skews).isNotNull().satisfies(one -> {
            assertThat(one.count()).isEqualTo(count);
            assertThat(one.totalAmount()).isEqualTo(total);
            assertThat(one.max()).isEqualTo(max);
        });
    }

    @Test
    void showsTheAgeSkewOfEveryTicketThatWasUsedEachWayApart() {
        ended(-120_000L, EarlyDataReason.TICKET_AGE_SKEW, null);
        ended(-30L, EarlyDataReason.ACCEPTED, null);
        ended(3_600_000L, EarlyDataReason.NOT_OFFERED, null);
        assertSkews("younger", 2, 120_030, 120_000);
        assertSkews("older", 1, 3_600_000, 3_600_000);
    }

    /// A flight that somebody kept and sent later never gets a Finished behind it.
    @Test
    void showsTheAgeSkewOfAHandshakeThatFailed() {
        ended(-61_000L, EarlyDataReason.TICKET_AGE_SKEW, new TlsAlert(AlertDescription.DECODE_ERROR,
                Fault.PEER_MISBEHAVED, "the peer went away"));
        assertSkews("younger", 1, 61_000, 61_000);
    }

    @Test
    void showsNoAgeSkewWhereNoTicketWasUsed() {
        ended(null, EarlyDataReason.NOT_OFFERED, null);
        assertThat(skews("younger")).isNull();
        assertThat(skews("older")).isNull();
    }

    /// Beyond the widest window, where only the histogram tells a clock that is wrong by minutes from one that is wrong by days.
    @Test
    void tellsSkewsBeyondTheWidestWindowApart() {
        ended(-120_000L, EarlyDataReason.TICKET_AGE_SKEW, null);
        ended(-90_000_000L, EarlyDataReason.TICKET_AGE_SKEW, null);
        DistributionSummary skews = skews("younger");
        assertThat(skews).isNotNull();
        assertThat(skews.takeSnapshot().histogramCounts())
                .anySatisfy(bucket -> {
                    assertThat(bucket.bucket()).isEqualTo(300_000);
                    assertThat(bucket.count()).isEqualTo(1);
                }).noneSatisfy(bucket -> assertThat(bucket.count()).isEqualTo(2));
    }
}
