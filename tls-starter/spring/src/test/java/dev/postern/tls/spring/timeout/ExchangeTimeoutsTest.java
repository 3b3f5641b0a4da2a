package dev.postern.tls.spring.timeout;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import reactor.test.scheduler.VirtualTimeScheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// On a clock that the test moves.
class ExchangeTimeoutsTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final ExchangeTimeouts timeouts = new ExchangeTimeouts(clock);
    private final List<HttpStatus> ends = new ArrayList<>();

    ExchangeTimeoutsTest() {
        timeouts.ended().subscribe(null, this::ended);
        timeouts.bodyEnded().subscribe(null, this::ended);
    }

    private void ended(Throwable failure) {
        ends.add(HttpStatus.valueOf(((ResponseStatusException) failure).getStatusCode().value()));
    }

    @AfterEach
    void stop() {
        clock.dispose();
    }

    private void pass(long seconds) {
        clock.advanceTimeBy(Duration.ofSeconds(seconds));
    }

    @Test
    void nothingEndsWhatNobodyBounded() {
        timeouts.bodyAwaited(true);
        pass(1_000_000);
        assertThat(ends).isEmpty();
    }

    @Test
    void whatWasSaidLastHolds() {
        timeouts.endWithin(TEN);
        pass(9);
        timeouts.endWithin(Duration.ofSeconds(100));
        pass(99);
        assertThat(ends).isEmpty();
        pass(1);
        assertThat(ends).containsExactly(HttpStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void aBoundCanBeLiftedAndSetAgain() {
        timeouts.endWithin(TEN);
        timeouts.endWhenever();
        pass(1_000);
        assertThat(ends).isEmpty();
        timeouts.endWithin(TEN);
        pass(10);
        assertThat(ends).hasSize(1);
    }

    @Test
    void eachPieceOfTheBodyHasItsTime() {
        timeouts.bodyWithin(TEN);
        for (int piece = 0; piece < 5; piece++) {
            timeouts.bodyAwaited(true);
            pass(9);
        }
        assertThat(ends).isEmpty();
        pass(1);
        assertThat(ends).containsExactly(HttpStatus.REQUEST_TIMEOUT);
    }

    @Test
    void aBodyThatNobodyReadsIsNotLate() {
        timeouts.bodyWithin(TEN);
        timeouts.bodyAwaited(true);
        timeouts.bodyAwaited(false);
        pass(1_000);
        assertThat(ends).isEmpty();
    }

    @Test
    void theBodysTimeCanBeChangedWhileItIsAwaited() {
        timeouts.bodyWithin(TEN);
        timeouts.bodyAwaited(true);
        pass(9);
        timeouts.bodyWithin(Duration.ofSeconds(100));
        pass(99);
        timeouts.bodyWhenever();
        pass(1_000);
        assertThat(ends).isEmpty();
        timeouts.bodyWithin(TEN);
        pass(10);
        assertThat(ends).containsExactly(HttpStatus.REQUEST_TIMEOUT);
    }

    @Test
    void afterTheExchangeNothingIsLeftRunning() {
        timeouts.endWithin(TEN);
        timeouts.bodyWithin(TEN);
        timeouts.bodyAwaited(true);
        timeouts.over();
        timeouts.endWithin(TEN);
        timeouts.bodyAwaited(true);
        pass(1_000);
        assertThat(ends).isEmpty();
    }

    @Test
    void aTimeIsLongerThanZero() {
        assertThatThrownBy(() -> timeouts.endWithin(Duration.ZERO)).hasMessageContaining("longer than zero");
        assertThatThrownBy(() -> timeouts.bodyWithin(Duration.ofSeconds(-1))).hasMessageContaining("longer than zero");
    }
}
