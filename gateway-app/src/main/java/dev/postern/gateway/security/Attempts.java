package dev.postern.gateway.security;

import dev.postern.gateway.problem.Problem;
import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down whoever guesses tokens: after some wrong ones an address waits. Bounded, so that many addresses cost no memory.
@Component
final class Attempts {
    private static final int FREE = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 10_000;

    private final Clock clock;
    private final Map<InetAddress, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private record Failures(int count, Instant windowEnds) {}

    Attempts(Clock clock) {
        this.clock = clock;
    }

    /// @throws Problem 429 while the address has to wait
    synchronized void requireAllowed(InetAddress address) {
        Failures failures = byAddress.get(address);
        Instant now = clock.instant();
        if (failures != null && failures.count() >= FREE && now.isBefore(failures.windowEnds())) {
            throw Problem.tooManyAttempts(Duration.between(now, failures.windowEnds()).plusSeconds(1));
        }
    }

    synchronized void failed(InetAddress address) {
        Instant now = clock.instant();
        Failures failures = byAddress.get(address);
        if (failures == null || !now.isBefore(failures.windowEnds())) {
            byAddress.put(address, new Failures(1, now.plus(WINDOW)));
        } else {
            byAddress.put(address, new Failures(failures.count() + 1, failures.windowEnds()));
        }
    }

    synchronized void succeeded(InetAddress address) {
        byAddress.remove(address);
    }
}
