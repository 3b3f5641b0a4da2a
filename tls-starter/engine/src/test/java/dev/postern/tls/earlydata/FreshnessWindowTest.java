package dev.postern.tls.earlydata;

import dev.postern.checks.EarlyDataRule;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class FreshnessWindowTest {
    private static final FreshnessWindow WINDOW = FreshnessWindow.of(Duration.ofSeconds(10));

    @Test
    void findsNoSkewWhenTheClientAgesAsWeDo() {
        assertThat(FreshnessWindow.ageSkewMillis(5_000 + 77, 77, 1_000_000, 0, 1_005_000)).isZero();
    }

    @Test
    @EarlyDataRule("1.9")
    void subtractsAgeAddModuloTwoToTheThirtyTwo() {
        int ageAdd = 0xffff_fff0;
        assertThat(FreshnessWindow.ageSkewMillis(ageAdd + 100, ageAdd, 0, 0, 100)).isZero();
    }

    @Test
    void subtractsTheRoundTripFromOurAge() {
        assertThat(FreshnessWindow.ageSkewMillis(900, 0, 0, 100, 1_000)).isZero();
    }

    @Test
    void seesAgesBeyondTwentyFourDaysAsPositive() {
        long thirtyDays = Duration.ofDays(30).toMillis();
        assertThat(FreshnessWindow.ageSkewMillis((int) thirtyDays, 0, 0, 0, thirtyDays)).isZero();
    }

    @Test
    void knowsWhenAHelloWasSentWhateverTheTimeIsNow() {
        assertThat(FreshnessWindow.sentAtMillis(5_000 - 9, -9, 1_000_000, 40)).isEqualTo(1_005_040);
    }

    @Test
    @EarlyDataRule("1.9")
    void includesBothEdgesToTheMillisecond() {
        assertThat(WINDOW.contains(10_000)).isTrue();
        assertThat(WINDOW.contains(-10_000)).isTrue();
        assertThat(WINDOW.contains(10_001)).isFalse();
        assertThat(WINDOW.contains(-10_001)).isFalse();
    }

    @Test
    void knowsWhenAHelloCanHaveBeenFreshForTheFirstTime() {
        assertThat(WINDOW.earliestArrivalMillis(1_000_000)).isEqualTo(990_000);
    }

    @Test
    void remembersForBothSidesOfTheWindow() {
        assertThat(WINDOW.recordingTime()).isEqualTo(Duration.ofSeconds(20));
    }
}
