package dev.postern.tls.psk;

import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.config.TicketPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TicketLifetimeTest {

    @Test
    @Rfc(number = 9846, section = "4.7.1", clause = 5)
    @EarlyDataRule("1.9")
    void isAWeekAtMost() {
        assertThat(new TicketPolicy(1, 604_800, 0, state -> new byte[1]).lifetimeSeconds()).isEqualTo(604_800);
        assertThatThrownBy(() -> new TicketPolicy(1, 604_801, 0, state -> new byte[1]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("604800");
    }
}
