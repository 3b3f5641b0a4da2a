package dev.postern.gateway.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A host may be stricter than its process: with how old a first flight may be, and with how long its tickets live.
@Timeout(120)
class HostTicketsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private final MovableClock clock = new MovableClock();
    @TempDir
    Path folder;

    private EarlyFleet fleet(String window) throws Exception {
        return new EarlyFleet(folder,
                Map.of("issueMaxBytes", 16_384, "accept", true, "freshnessWindow", window), "one");
    }

    @Test
    void aFlightOlderThanTheHostsWindowIsRefusedAndAYoungerOneIsTaken() throws Exception {
        // Wide enough for a slow machine, narrow against the process's own.
        try (EarlyFleet fleet = new EarlyFleet(folder, Map.of("issueMaxBytes", 16_384, "accept", true), "one");
                OperatedGateway gateway = fleet.node("one", clock, "--postern.replay.window=2h",
                        "--postern.replay.budget=20s")) {
            gateway.patchHost(Map.of("earlyData", Map.of("freshnessWindow", "PT1H")));
            byte[] old = fleet.flight(fleet.ticket(gateway), "/old");
            byte[] young = fleet.flight(gateway, "/young");
            clock.pass(HOUR.minusMinutes(2));
            assertThat(fleet.accepted(young, gateway)).startsWith("GET /young ");
            clock.pass(Duration.ofMinutes(3));
            EarlyFleet.refused(old, gateway, "ticketAgeSkew");
        }
    }

    @Test
    void aHostsWindowIsNoWiderThanWhatItsProcessRemembers() throws Exception {
        try (EarlyFleet fleet = fleet("PT10S");
                OperatedGateway gateway = fleet.node("one", clock, "--postern.replay.window=1s",
                        "--postern.replay.budget=20s")) {
            byte[] flight = fleet.flight(fleet.ticket(gateway), "/late");
            clock.pass(Duration.ofSeconds(5));
            EarlyFleet.refused(flight, gateway, "ticketAgeSkew");
            assertThat(gateway.text("/api/v1/hosts")).contains("\"freshnessWindow\":\"PT1S\"");
        }
    }

    @Test
    void aTicketOlderThanTheHostsLifetimeResumesNothing() throws Exception {
        try (EarlyFleet fleet = new EarlyFleet(folder, Map.of("issueMaxBytes", 16_384, "accept", true), "one");
                OperatedGateway gateway = fleet.node("one", clock, "--postern.replay.window=2h",
                        "--postern.replay.budget=20s")) {
            byte[] before = fleet.flight(fleet.ticket(gateway), "/before");
            byte[] young = fleet.flight(gateway, "/young");
            gateway.patchHost(Map.of("tls", Map.of("ticketLifetime", "PT1H")));
            clock.pass(HOUR.minusMinutes(2));
            assertThat(fleet.accepted(young, gateway)).startsWith("GET /young ");
            clock.pass(Duration.ofMinutes(3));
            EarlyFleet.refused(before, gateway, "sessionNotResumed");
        }
    }
}
