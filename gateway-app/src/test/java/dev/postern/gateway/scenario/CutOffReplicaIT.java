package dev.postern.gateway.scenario;

import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.replay.SlowLink;
import dev.postern.gateway.replicas.ReplicaFleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// The jar in two processes with one PostgreSQL, and the lease that nobody set: one of them is cut off from the database while early data is
/// switched off.
@Timeout(600)
class CutOffReplicaIT {
    private static final Logger LOG = LoggerFactory.getLogger(CutOffReplicaIT.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    @TempDir
    Path folder;

    private GatewayProcess process(String name, String database) throws Exception {
        return new GatewayProcess(folder.resolve(name), folder.resolve(name + ".log"), 0,
                "--spring.datasource.url=" + database, ReplicaFleet.KEY, "--postern.replay.budget=20s");
    }

    @Test
    void refusesWithinItsLeaseServesOnAndHearsOfTheKillSwitchWhenItIsBack() throws Exception {
        try (PostgresServer postgres = new PostgresServer(); SlowLink link = new SlowLink(postgres.port())) {
            String direct = postgres.newDatabase();
            String linked = direct.replace(":" + postgres.port() + "/", ":" + link.port() + "/");
            try (GatewayProcess first = process("reachable", direct);
                    EarlyFleet fleet = new EarlyFleet(first.operated());
                    GatewayProcess second = process("cut-off", linked)) {
                OperatedGateway reachable = first.operated();
                OperatedGateway cutOff = second.operated();
                reachable.awaitOpenGate();
                cutOff.awaitOpenGate();
                assertThat(cutOff.gate().path("lease").asString("")).isEqualTo(LEASE.toString());
                assertThat(fleet.outcome("/before", reachable)).isEqualTo("accepted");
                assertThat(fleet.outcome("/before", cutOff)).isEqualTo("accepted");

                link.cut();
                long cutNanos = System.nanoTime();
                reachable.killSwitch(true);
                assertThat(fleet.outcome("/killed", reachable)).isEqualTo("killSwitch");
                requireTheLeaseAndNoMore(fleet, cutOff, cutNanos);
                assertThat(fleet.resumes(fleet.ticket(cutOff), cutOff)).isTrue();
                assertThat(fleet.answers(cutOff, "/served")).isTrue();

                link.mend();
                cutOff.awaitGate("killSwitch");
                assertThat(fleet.outcome("/heard", cutOff)).isEqualTo("killSwitch");
                reachable.killSwitch(false);
                reachable.awaitOpenGate();
                cutOff.awaitOpenGate();
                assertThat(fleet.outcome("/after", reachable)).isEqualTo("accepted");
                assertThat(fleet.outcome("/after", cutOff)).isEqualTo("accepted");
            }
        }
    }

    private static void requireTheLeaseAndNoMore(EarlyFleet fleet, OperatedGateway cutOff, long cutNanos)
            throws Exception {
        List<String> outcomes = new ArrayList<>();
        while (!outcomes.contains("policyStale")) {
            Duration sent = Duration.ofNanos(System.nanoTime() - cutNanos);
            outcomes.add(fleet.outcome("/cut-off/" + outcomes.size(), cutOff));
            LOG.info("{} after it was cut off: {}", sent, outcomes.getLast());
            // Whatever the machine does: the client began after the lease was over.
            assertThat(outcomes.getLast()).isIn(sent.compareTo(LEASE) < 0
                    ? List.of("accepted", "policyStale")
                    : List.of("policyStale"));
            Thread.sleep(500);
        }
        assertThat(outcomes.getFirst()).as("it holds its policy by its lease").isEqualTo("accepted");
        assertThat(fleet.outcome("/stale", cutOff)).isEqualTo("policyStale");
    }
}
