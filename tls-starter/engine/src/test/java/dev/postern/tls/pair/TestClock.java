package dev.postern.tls.pair;

import dev.postern.tls.crypto.spi.TimeSource;

import java.time.Duration;

/// A clock that stands still until a test moves it.
public final class TestClock implements TimeSource {
    private long millis = 1_800_000_000_123L;

    @Override
    public long currentMillis() {
        return millis;
    }

    public void pass(Duration time) {
        millis += time.toMillis();
    }
}
