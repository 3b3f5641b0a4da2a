package dev.postern.gateway.stats;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedNamesTest {

    @Test
    void namesOfMetricsStayFew() {
        BoundedNames names = new BoundedNames(2);
        assertThat(names.of("a")).isEqualTo("a");
        assertThat(names.of("b")).isEqualTo("b");
        assertThat(names.of("c")).isEqualTo("other");
        assertThat(names.of("a")).isEqualTo("a");
        assertThat(names.of(null)).isEqualTo("none");
    }
}
