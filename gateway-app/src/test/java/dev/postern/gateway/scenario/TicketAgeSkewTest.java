package dev.postern.gateway.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/// How far clocks are apart is seen where it matters most: in what was refused for it, and in clients that send nothing early.
@Timeout(120)
class TicketAgeSkewTest {
    private static final String SKEW = "postern_tls_early_data_ticket_age_skew_milliseconds_";
    private static final double SLOW_MACHINE_MILLIS = 30_000;
    private final MovableClock clock = new MovableClock();
    @TempDir
    Path folder;

    @Test
    void theHistogramHasWhatWasRefusedForItAndPlainResumptionsToo() throws Exception {
        try (EarlyFleet fleet = new EarlyFleet(folder, "one");
                OperatedGateway gateway = fleet.node("one", clock)) {
            byte[] flight = fleet.flight(fleet.ticket(gateway), "/late");
            assertThat(meter(gateway, "count", "younger") + meter(gateway, "count", "older")).isZero();
            clock.pass(Duration.ofMinutes(10));
            EarlyFleet.refused(flight, gateway, "ticketAgeSkew");
            Await.until("the late flight is not seen", () -> meter(gateway, "count", "younger") == 1);
            assertThat(meter(gateway, "sum", "younger")).isBetween(600_000 - SLOW_MACHINE_MILLIS,
                    600_000 + SLOW_MACHINE_MILLIS);

            var ticket = fleet.ticket(gateway);
            clock.pass(Duration.ofMinutes(5));
            double sumBefore = meter(gateway, "sum", "younger");
            assertThat(fleet.resumes(ticket, gateway)).isTrue();
            Await.until("the resumption is not seen", () -> meter(gateway, "count", "younger") == 2);
            assertThat(meter(gateway, "sum", "younger") - sumBefore).isBetween(300_000 - SLOW_MACHINE_MILLIS,
                    300_000 + SLOW_MACHINE_MILLIS);
            assertThat(meter(gateway, "count", "older")).isZero();
        }
    }

    private static double meter(OperatedGateway gateway, String what, String direction) {
        return gateway.meter(SKEW + what + "{direction=\"" + direction + "\"}");
    }
}
