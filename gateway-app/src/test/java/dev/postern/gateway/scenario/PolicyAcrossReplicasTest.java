package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.replicas.ReplicaFleet;
import dev.postern.gateway.replicas.Replicas;
import dev.postern.tls.earlydata.EarlyDataReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// Two gateways with one PostgreSQL: the kill switch reaches both, and what early data may do is widened on neither before both have it.
@Timeout(300)
@ExtendWith(SharedPostgres.class)
class PolicyAcrossReplicasTest {
    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final String LEASE = "--postern.early-data.lease=";
    private static final Map<String, Object> ON = Map.of("issueMaxBytes", 16_384, "accept", true);
    @TempDir
    Path folder;
    private String[] settings;

    @BeforeEach
    void anEmptyDatabase(PostgresServer postgres) {
        settings = ReplicaFleet.settings(postgres.newDatabase(), "--postern.replay.budget=20s",
                // Whoever is held up must not lose its lease on a machine that is slow.
                LEASE + "120s");
    }

    private EarlyFleet fleet(Map<String, ?> earlyData, String action) throws Exception {
        return new EarlyFleet(folder, earlyData, action, List.of(settings));
    }

    private static void refused(EarlyFleet fleet, OperatedGateway by, String... reasons) throws Exception {
        EarlyFleet.refused(fleet.flight(fleet.ticket(by), "/refused"), by, reasons);
    }

    private static void accepted(EarlyFleet fleet, OperatedGateway by) throws Exception {
        assertThat(fleet.accepted(fleet.flight(fleet.ticket(by), "/accepted"), by))
                .containsIgnoringCase("\r\nearly-data: 1\r\n");
    }

    @Test
    void theKillSwitchOfOneRefusesOnTheOtherWithinTwoSeconds() throws Exception {
        try (EarlyFleet fleet = fleet(ON, "allow");
                OperatedGateway one = fleet.node("one", settings);
                OperatedGateway other = fleet.node("other", settings)) {
            other.awaitOpenGate();
            accepted(fleet, other);
            EarlyDataGate gate = other.bean(EarlyDataGate.class);
            one.killSwitch(true);
            Await.within(PROMISED, "early data is not refused",
                    () -> gate.refusal().equals(Optional.of(EarlyDataReason.KILL_SWITCH)));
            refused(fleet, other, "killSwitch");
            refused(fleet, one, "killSwitch");
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }

    @Test
    void aReleasedSwitchActsOnNeitherBeforeBothHaveHeardOfIt() throws Exception {
        try (EarlyFleet fleet = fleet(ON, "allow");
                OperatedGateway one = fleet.node("one", settings);
                OperatedGateway other = fleet.node("other", settings)) {
            one.killSwitch(true);
            other.awaitGate("killSwitch");
            try (HeldUpReplica slow = new HeldUpReplica(other)) {
                one.killSwitch(false);
                refused(fleet, one, "policyPhase");
                assertThat(one.gate().path("underWay").path(0).path("phase").asString("")).isEqualTo("prepare");
            }
            one.awaitOpenGate();
            other.awaitOpenGate();
            accepted(fleet, one);
            accepted(fleet, other);
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }

    @Test
    void aSwitchThatIsReleasedWhileAnotherChangeWaitsLetsNothingInBeforeBothHaveHeardOfIt() throws Exception {
        Map<String, Object> narrow = Map.of("issueMaxBytes", 16_384, "accept", true, "freshnessWindow", "PT8S");
        try (EarlyFleet fleet = fleet(narrow, "allow");
                OperatedGateway one = fleet.node("one", settings);
                OperatedGateway other = fleet.node("other", settings)) {
            one.awaitOpenGate();
            other.awaitOpenGate();
            try (HeldUpReplica slow = new HeldUpReplica(other)) {
                one.patchHost(Map.of("earlyData", Map.of("freshnessWindow", "PT9S")));
                one.killSwitch(true);
                one.killSwitch(false);
                refused(fleet, one, "policyPhase");
                assertThat(one.gate().path("underWay")).hasSize(2);
            }
            one.awaitOpenGate();
            other.awaitOpenGate();
            accepted(fleet, one);
            accepted(fleet, other);
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }

    @Test
    @EarlyDataRule("2.6")
    void earlyDataOfAHostIsLetInByNeitherBeforeBothLetItIn() throws Exception {
        try (EarlyFleet fleet = fleet(Map.of("issueMaxBytes", 16_384, "accept", true, "acceptPercent", 0), "allow");
                OperatedGateway one = fleet.node("one", settings);
                OperatedGateway other = fleet.node("other", settings)) {
            one.awaitOpenGate();
            other.awaitOpenGate();
            try (HeldUpReplica slow = new HeldUpReplica(other)) {
                one.patchHost(Map.of("earlyData", Map.of("acceptPercent", 100)));
                for (int i = 0; i < 2; i++) {
                    refused(fleet, one, "policyPhase");
                    // It may have seen already that something waits, though it serves what was before.
                    refused(fleet, other, "shadow", "policyPhase");
                }
            }
            one.awaitOpenGate();
            other.awaitOpenGate();
            accepted(fleet, one);
            accepted(fleet, other);
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }

    @Test
    @EarlyDataRule("2.6")
    void whatNarrowsIsInEffectAtOnceThoughTheOtherHasItNotYet() throws Exception {
        try (EarlyFleet fleet = fleet(ON, "allow");
                OperatedGateway one = fleet.node("one", settings);
                OperatedGateway other = fleet.node("other", settings)) {
            one.awaitOpenGate();
            other.awaitOpenGate();
            try (HeldUpReplica slow = new HeldUpReplica(other)) {
                one.patchHost(Map.of("earlyData", Map.of("acceptPercent", 0)));
                assertThat(one.gate().path("underWay")).isEmpty();
                refused(fleet, one, "shadow");
            }
        }
    }

    @Test
    void aloneAChangeIsInEffectAtOnce() throws Exception {
        try (EarlyFleet fleet = fleet(Map.of("issueMaxBytes", 16_384, "accept", true, "acceptPercent", 0), "allow");
                OperatedGateway only = fleet.node("only", settings)) {
            only.patchHost(Map.of("earlyData", Map.of("acceptPercent", 100)));
            assertThat(only.gate().path("underWay")).isEmpty();
            accepted(fleet, only);
        }
    }

    /// Six looks of sixty in ten seconds, and one second for clocks that do not run equally fast.
    private static boolean waitedAfterTheLeaseOf(OperatedGateway silent) {
        return silent.bean(JdbcClient.class).sql("""
                select s.enabled_at >= r.early_data_seen_at + interval '12' second
                from early_data_stage s, replica r where r.id = ?""")
                .param(silent.bean(Replicas.class).ownId()).query(Boolean.class).single();
    }

    @Test
    void whoDoesNotAnswerForALeaseIsWaitedForNoLonger() throws Exception {
        settings[settings.length - 1] = LEASE + "10s";
        try (EarlyFleet fleet = fleet(Map.of("issueMaxBytes", 16_384, "accept", true, "acceptPercent", 0), "allow");
                OperatedGateway one = fleet.node("one", settings);
                OperatedGateway other = fleet.node("other", settings)) {
            one.awaitOpenGate();
            other.awaitOpenGate();
            try (HeldUpReplica slow = new HeldUpReplica(other)) {
                one.patchHost(Map.of("earlyData", Map.of("acceptPercent", 100)));
                refused(fleet, one, "policyPhase");
                one.awaitOpenGate();
                assertThat(other.bean(EarlyDataGate.class).refusal()).as("whoever is left behind refuses")
                        .contains(EarlyDataReason.POLICY_STALE);
                assertThat(waitedAfterTheLeaseOf(other)).as("somebody may just have begun").isTrue();
                accepted(fleet, one);
                refused(fleet, other, "policyStale");
            }
            other.awaitOpenGate();
            accepted(fleet, other);
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }
}
