package dev.postern.gateway.scenario;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.earlydata.PolicyLease;
import dev.postern.gateway.replicas.Replicas;
import dev.postern.gateway.tickets.TicketKeys;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.psk.TicketKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// A replica that was told to go takes connections for a while yet, and until its data plane has left it must hear of everything, as before.
/// One leaves for as long as all of these take.
@Timeout(300)
class LeavingReplicaTest {
    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final Duration PERIOD = Duration.ofHours(6);
    private static final MovableClock CLOCK = new MovableClock();
    @TempDir
    static Path folder;
    private static TestGateway leaving;
    private static Thread close;

    @BeforeAll
    static void itServesOnWhileItLeaves() throws Exception {
        leaving = TestGateway.start(folder, CLOCK, "--postern.leave.unready-for=40s");
        EarlyDataGate gate = leaving.bean(EarlyDataGate.class);
        Await.until("it does not act on early data", () -> gate.refusal().isEmpty());
        close = Thread.ofPlatform().start(leaving::close);
        Await.until("it does not leave", () -> !isReady());
    }

    private static boolean isReady() {
        return leaving.stranger().get().uri("/readyz").exchange().returnResult(byte[].class).getStatus()
                .is2xxSuccessful();
    }

    @AfterAll
    static void itHasLeft() throws Exception {
        close.join();
    }

    @Test
    void refusesEarlyDataByTheKillSwitchWithinTwoSeconds() throws Exception {
        EarlyDataGate gate = leaving.bean(EarlyDataGate.class);
        assertThat(gate.refusal()).as("it acts on early data still").isEmpty();
        // As another replica writes it, and without a word that it did.
        leaving.bean(JdbcClient.class).sql("update early_data_switch set engaged = true where id = 1").update();
        Await.within(PROMISED, "early data is not refused",
                () -> gate.refusal().equals(Optional.of(EarlyDataReason.KILL_SWITCH)));
    }

    @Test
    void keepsItsLease() throws Exception {
        PolicyLease lease = leaving.bean(PolicyLease.class);
        Duration before = lease.left();
        Await.until("the lease is not renewed", () -> lease.left().compareTo(before) > 0);
    }

    @Test
    void keepsItsPlaceAmongTheReplicas() throws Exception {
        Instant before = seen();
        Await.until("its row is not renewed", () -> seen().isAfter(before));
    }

    private static Instant seen() {
        return leaving.bean(Replicas.class).list().getFirst().seenAt();
    }

    @Test
    void looksForWhatNobodyToldIt() throws Exception {
        TicketKeys keys = leaving.bean(TicketKeys.class);
        TicketKey sealing = keys.source().current().orElseThrow();
        CLOCK.pass(PERIOD);
        Await.until("the ticket keys do not rotate",
                () -> !keys.source().current().orElseThrow().id().equals(sealing.id()));
    }
}
