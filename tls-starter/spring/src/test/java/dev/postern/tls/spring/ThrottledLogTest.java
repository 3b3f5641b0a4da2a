package dev.postern.tls.spring;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ThrottledLogTest {
    private final List<String> lines = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final ThrottledLog log = new ThrottledLog(lines::add, () -> now);

    @Test
    void saysTenASecondAndHowManyItLeftOut() {
        for (int i = 0; i < 25; i++) {
            log.say("line " + i);
        }
        assertThat(lines).hasSize(10).last().isEqualTo("line 9");

        now = now.plusSeconds(1);
        log.say("later");
        log.say("and more");
        assertThat(lines).hasSize(12).endsWith("later; 15 more were not logged", "and more");
    }

    /// A flood shall not cost the making of lines that nobody reads.
    @Test
    void asksForNoLineThatItDoesNotLog() {
        int[] asked = {0};
        for (int i = 0; i < 25; i++) {
            log.say(() -> "line " + ++asked[0]);
        }
        assertThat(lines).hasSize(10).last().isEqualTo("line 10");
        assertThat(asked[0]).isEqualTo(10);
    }
}
