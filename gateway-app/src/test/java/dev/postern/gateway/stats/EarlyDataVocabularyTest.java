package dev.postern.gateway.stats;

import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.netty.HandshakeReport;
import dev.postern.tls.netty.TlsObserver;
import dev.postern.tls.spring.actuate.HandshakeJournal;
import dev.postern.tls.spring.actuate.HandshakeRecord;
import dev.postern.tls.spring.actuate.HandshakeStats;
import dev.postern.tls.spring.actuate.TlsMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/// Each outcome of early data has one word, whoever asks: the meter, the log, the actuator, REST, the event stream and the web UI.
@ExtendWith(OutputCaptureExtension.class)
class EarlyDataVocabularyTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HandshakeJournal journal = new HandshakeJournal(8, 1);

    @BeforeEach
    void logsAreOn() {
        assertThat(LoggerFactory.getLogger(EarlyDataLog.class)).isNotNull();
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(EarlyDataLog.class.getName(), LogLevel.DEBUG);
    }

    @ParameterizedTest
    @EnumSource
    void hasOneWordEverywhere(EarlyDataReason reason, CapturedOutput output) {
        TlsObserver.all(List.of(journal.observing("data"), new TlsMetrics(registry), new EarlyDataLog()))
                .handshakeEnded(new HandshakeReport(null, 0, "shop", null, null, reason, Duration.ZERO, Duration.ZERO,
                        null, "", null));

        assertThat(registry.get("postern.tls.early_data").tag("outcome", reason.label()).counter().count())
                .isEqualTo(1);
        List<HandshakeJournal.Entry> entries = journal.latest(8);
        assertThat(HandshakeStats.of(entries, 1).byEarlyDataReason()).as("REST and the actuator's tlshandshakes")
                .isEqualTo(Map.of(reason.label(), 1L));
        assertThat(HandshakeStats.count(entries.stream().map(HandshakeJournal.Entry::handshake).toList(),
                HandshakeRecord::earlyDataReason)).as("the actuator's earlydata").containsOnlyKeys(reason.label());
        assertThat(entries.getFirst().handshake().earlyDataReason()).as("the event stream").isEqualTo(reason.label());
        if (reason == EarlyDataReason.NOT_OFFERED) {
            assertThat(output).doesNotContain("Early data from");
        } else {
            assertThat(output).contains("for host shop: " + reason.label() + ", " + reason.sentence());
        }
    }

    @Test
    void theWebUiHasASentenceForEachThatIsNotSelfEvident() throws Exception {
        String words = Files.readString(Path.of("..", "admin-ui", "src", "api", "reasons.ts"));
        assertThat(Arrays.stream(EarlyDataReason.values())
                .filter(reason -> reason != EarlyDataReason.NOT_OFFERED && reason != EarlyDataReason.ACCEPTED)
                .map(EarlyDataReason::label).filter(label -> !words.contains("  " + label + ":"))
                .collect(Collectors.toSet())).isEmpty();
    }

    @Test
    void noneIsCalledOther() {
        assertThat(EarlyDataReason.values()).extracting(EarlyDataReason::label).doesNotContain("other", "unknown")
                .doesNotHaveDuplicates();
    }
}
