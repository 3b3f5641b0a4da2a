package dev.postern.tls.earlydata;

import java.time.Duration;

/// How far the age that a client states for its ticket may be from the age that we know (RFC 9846 8.3). In milliseconds: whole seconds
/// would waste a tenth of the default window.
///
/// ```
///  expected arrival = issued + round trip + age stated by the client
///        now - W          now           now + W
///  stale   |---------------+---------------|   from the future
/// ```
///
/// @param eachSideMillis how far either way
public record FreshnessWindow(long eachSideMillis) {
    public FreshnessWindow {
        if (eachSideMillis <= 0) {
            throw new IllegalArgumentException("a freshness window must be positive, got " + eachSideMillis);
        }
    }

    public static FreshnessWindow of(Duration eachSide) {
        return new FreshnessWindow(eachSide.toMillis());
    }

    /// How much older the client says its ticket is than we know it to be; negative for younger.
    ///
    /// @param obfuscatedTicketAge as sent, 32 bits
    /// @param ageAdd              of the ticket, 32 bits
    public static long ageSkewMillis(int obfuscatedTicketAge, int ageAdd, long issuedAtMillis, int roundTripMillis,
            long nowMillis) {
        return sentAtMillis(obfuscatedTicketAge, ageAdd, issuedAtMillis, roundTripMillis) - nowMillis;
    }

    /// When the hello was sent, as the client's ticket age says, by the clock of whoever issued the ticket.
    public static long sentAtMillis(int obfuscatedTicketAge, int ageAdd, long issuedAtMillis, int roundTripMillis) {
        // RFC 9846 4.3.10: computed by subtracting ticket_age_add from obfuscated_ticket_age modulo 2^32
        long clientAgeMillis = Integer.toUnsignedLong(obfuscatedTicketAge - ageAdd);
        // RFC 9846 8.3: expected_arrival_time = adjusted_creation_time + clients_ticket_age, adjusted by the estimated round trip
        return issuedAtMillis + roundTripMillis + clientAgeMillis;
    }

    public boolean contains(long ageSkewMillis) {
        return Math.abs(ageSkewMillis) <= eachSideMillis;
    }

    /// How long an accepted hello must be remembered: one that came at the early edge of the window stays fresh until its late edge.
    public Duration recordingTime() {
        return Duration.ofMillis(2 * eachSideMillis);
    }

    /// When a hello that was sent then can have been fresh for the first time.
    public long earliestArrivalMillis(long sentAtMillis) {
        return sentAtMillis - eachSideMillis;
    }
}
