package dev.postern.interop.bogo;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What needs no runner at the other end.
class ShimRunTest {

    @Test
    void saysThatItHasNoHandshakerBesideIt() {
        Outcome outcome = ShimRun.of(List.of("-is-handshaker-supported"));
        assertThat(outcome.standardOutput()).isEqualTo("No\n");
        assertThat(outcome.exitStatus()).isZero();
    }

    @Test
    void namesTheFlagsThatItDoesNotKnow() {
        Outcome outcome = ShimRun.of(List.of("-server", "-dtls"));
        assertThat(outcome).isEqualTo(new Outcome.NotImplemented(List.of("-dtls")));
        assertThat(outcome.exitStatus()).isEqualTo(89);
        assertThat(outcome.standardError()).isEmpty();
    }

    @Test
    void leavesOlderVersionsToOthers() {
        assertThat(ShimRun.of(List.of("-max-version", "771")))
                .isEqualTo(new Outcome.NotImplemented(List.of("-max-version 771")));
    }

    @Test
    void failsWithASentenceWhenNobodyListens() {
        Outcome outcome = ShimRun.of(List.of("-port", "1", "-shim-id", "7"));
        assertThat(outcome.exitStatus()).isEqualTo(1);
        assertThat(outcome.standardError()).startsWith("the connection to the runner broke: ");
    }
}
