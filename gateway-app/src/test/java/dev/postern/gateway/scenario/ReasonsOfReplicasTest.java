package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.tls.earlydata.EarlyDataReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Every outcome of early data that comes of replicas which have one policy: it widens before all have it, or one is left behind. One word each,
/// and the acceptance beside it.
@Timeout(300)
@ExtendWith({SharedPostgres.class, OutputCaptureExtension.class})
class ReasonsOfReplicasTest {
    private static final String REFUSED = "/refused";
    private static final String ACCEPTED = "/accepted";
    private static final String LEASE = "--postern.early-data.lease=";
    @TempDir
    Path folder;
    private String[] settings;
    private EarlyFleet fleet;
    private OperatedGateway one;
    private OperatedGateway other;

    private final Map<EarlyDataReason, Cause> causes = new EnumMap<>(EarlyDataReason.class);

    /// Brings an outcome about, and then the acceptance beside it.
    private interface Cause {
        void bring(CapturedOutput log) throws Exception;
    }

    @BeforeEach
    void anEmptyDatabase(PostgresServer postgres) {
        settings = new String[]{"--spring.datasource.url=" + postgres.newDatabase(),
            "--postern.keys.encryption-key=" + "A".repeat(43) + "=", "--postern.replay.budget=20s",
            EarlyDataWords.LOGGED, LEASE + "120s"};
    }

    @AfterEach
    void stop() throws Exception {
        one.close();
        other.close();
        List<String> heads = new ArrayList<>();
        fleet.upstream.heads.drainTo(heads);
        fleet.close();
        assertThat(heads).noneMatch(head -> head.contains(REFUSED));
    }

    static Stream<EarlyDataReason> reasons() {
        return ReasonScene.REPLICAS.reasons();
    }

    @ParameterizedTest
    @MethodSource("reasons")
    @EarlyDataRule("5.3")
    void comesFromItsOwnCauseAndHasOneWordEverywhere(EarlyDataReason reason, CapturedOutput log) throws Exception {
        causes.put(EarlyDataReason.POLICY_PHASE, this::aWideningThatOneHasNotYet);
        causes.put(EarlyDataReason.POLICY_STALE, this::aReplicaThatIsLeftBehind);
        Objects.requireNonNull(causes.get(reason), "nothing here brings it about").bring(log);
    }

    private void aWideningThatOneHasNotYet(CapturedOutput log) throws Exception {
        start(0);
        EarlyDataWords words = new EarlyDataWords(one, log);
        try (HeldUpReplica slow = new HeldUpReplica(other)) {
            one.patchHost(Map.of("earlyData", Map.of("acceptPercent", 100)));
            words.are(EarlyDataReason.POLICY_PHASE, flight(one, REFUSED));
        }
        one.awaitOpenGate();
        words.are(EarlyDataReason.ACCEPTED, flight(one, ACCEPTED));
    }

    private void aReplicaThatIsLeftBehind(CapturedOutput log) throws Exception {
        settings[settings.length - 1] = LEASE + "10s";
        start(100);
        EarlyDataWords words = new EarlyDataWords(other, log);
        words.are(EarlyDataReason.ACCEPTED, flight(other, ACCEPTED));
        try (HeldUpReplica slow = new HeldUpReplica(other)) {
            one.patchHost(Map.of("earlyData", Map.of("acceptPercent", 0)));
            other.awaitGate(EarlyDataReason.POLICY_STALE.label());
            words.are(EarlyDataReason.POLICY_STALE, flight(other, REFUSED));
        }
    }

    private void start(int acceptPercent) throws Exception {
        fleet = new EarlyFleet(folder,
                Map.of("issueMaxBytes", 16_384, "accept", true, "acceptPercent", acceptPercent), "allow",
                List.of(settings));
        one = fleet.node("one", settings);
        other = fleet.node("other", settings);
        one.awaitOpenGate();
        other.awaitOpenGate();
    }

    private byte[] flight(OperatedGateway issuer, String path) throws Exception {
        return fleet.flight(fleet.ticket(issuer), path);
    }
}
