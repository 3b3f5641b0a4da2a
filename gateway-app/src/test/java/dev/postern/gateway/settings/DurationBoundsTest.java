package dev.postern.gateway.settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DurationBoundsTest {
    private static final DurationBounds BOUNDS = new DurationBounds("postern.a.b", Duration.ofMillis(100),
            Duration.ofMinutes(10));

    @ParameterizedTest
    @CsvSource({"PT0.1S", "PT10M", "PT1M30S"})
    void takesWhatLiesBetween(Duration given) {
        BOUNDS.check(given);
    }

    @ParameterizedTest
    @CsvSource({"PT0.099S,99ms", "PT10M0.001S,600001ms", "PT0S,0s", "PT-1S,-1s", "PT48H,2d",
        "PT0.0000001S,PT0.0000001S"})
    void saysWhichBoundsTheSettingHasAndWhatItGot(Duration given, String shown) {
        assertThatThrownBy(() -> BOUNDS.check(given)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("postern.a.b is from 100ms to 10m, got " + shown);
    }

    @Test
    void aWaitIsNeitherNothingNorEndless() {
        DurationBounds wait = DurationBounds.ofWait("a");
        wait.check(Duration.ofMillis(1));
        wait.check(Duration.ofDays(1));
        assertThatThrownBy(() -> wait.check(Duration.ZERO)).hasMessageContaining("from 1ms to 1d");
        assertThatThrownBy(() -> wait.check(Duration.ofDays(2))).hasMessageContaining("from 1ms to 1d");
        assertThat(DurationBounds.text(Duration.ofHours(36))).isEqualTo("36h");
    }
}
