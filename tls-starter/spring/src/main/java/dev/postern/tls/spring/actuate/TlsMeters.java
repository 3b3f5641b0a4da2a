package dev.postern.tls.spring.actuate;

import java.util.List;

/// Every meter about TLS: registration and documentation in one place.
public enum TlsMeters {
    HANDSHAKES("postern.tls.handshakes", Kind.TIMER, "Handshakes that ended, and how long they took",
            List.of("result", "version", "cipher", "group", "resumption", "early_data")),
    HANDSHAKE_FAILURES("postern.tls.handshake.failures", Kind.COUNTER, "Handshakes that failed, and why",
            List.of("phase", "reason", "alert")),
    EARLY_DATA("postern.tls.early_data", Kind.COUNTER, "What became of early data, by reason", List.of("outcome")),
    EARLY_DATA_REQUESTS("postern.tls.early_data.requests", Kind.COUNTER,
            "Requests that arrived early, what was done and how their handshake ended", List.of("action", "end")),
    DISPATCHED_BEFORE_FINISHED("postern.tls.early_data.dispatched_before_finished", Kind.COUNTER,
            "Requests that reached an upstream before their handshake was confirmed", List.of()),
    TICKET_AGE_SKEW("postern.tls.early_data.ticket_age_skew", Kind.HISTOGRAM,
            "How far the age that a client stated for its ticket was off, of every handshake that used one",
            List.of("direction")),
    REPLAY_STORE("postern.tls.replay_store", Kind.TIMER,
            "Questions to the replay store that it decided or failed to answer; not those that it left open, its memory being young or the hello old",
            List.of("result")),
    CERTIFICATE_EXPIRY("postern.tls.certificate.expiry", Kind.GAUGE, "Seconds until a certificate expires",
            List.of("certificate"));

    /// What a meter measures.
    public enum Kind {
        TIMER,
        COUNTER,
        HISTOGRAM,
        GAUGE
    }

    private final String meterName;
    private final Kind kind;
    private final String description;
    @SuppressWarnings("ImmutableEnumChecker") // made by List.of alone
    private final List<String> tags;

    TlsMeters(String meterName, Kind kind, String description, List<String> tags) {
        this.meterName = meterName;
        this.kind = kind;
        this.description = description;
        this.tags = tags;
    }

    public String meterName() {
        return meterName;
    }

    public Kind kind() {
        return kind;
    }

    public String description() {
        return description;
    }

    public List<String> tags() {
        return tags;
    }
}
