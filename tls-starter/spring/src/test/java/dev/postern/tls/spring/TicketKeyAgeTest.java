package dev.postern.tls.spring;

import dev.postern.tls.psk.TicketKeyRing;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/// A key seals for twelve hours at most: who gets it reads the early data of those hours alone.
class TicketKeyAgeTest {
    @Test
    void aKeyIsDueSoEarlyThatALookEveryMinuteIsInTime() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TlsAutoConfiguration.class))
                .withPropertyValues((TestApplication.IDENTITIES.bundle("idle", "localhost")
                        + " --postern.tls.bundle=idle").replace("--", "").split(" "))
                .run(context -> {
                    TicketKeyRing ring = context.getBean(TicketKeyRing.class);
                    long limitMillis = ring.sealsSinceMillis() + Duration.ofHours(12).toMillis();
                    assertThat(ring.isDue(limitMillis - Duration.ofMinutes(1).toMillis())).isTrue();
                    assertThat(ring.isDue(limitMillis - Duration.ofMinutes(3).toMillis())).isFalse();
                });
    }
}
