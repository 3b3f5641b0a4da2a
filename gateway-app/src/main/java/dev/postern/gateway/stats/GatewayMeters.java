package dev.postern.gateway.stats;

import dev.postern.tls.spring.actuate.TlsMeters;

import java.util.List;

/// Every meter about traffic and configuration: registration and documentation in one place.
public enum GatewayMeters {
    HTTP_REQUESTS("postern.http.requests", TlsMeters.Kind.TIMER, "Requests that ended, and how long they took",
            List.of("host", "route", "upstream", "status")),
    TIMEOUTS("postern.http.timeouts", TlsMeters.Kind.COUNTER, "Exchanges that a timeout ended, by which one",
            List.of("host", "route", "reason")),
    HANDOVERS("postern.listener.handovers", TlsMeters.Kind.COUNTER,
            "Connections that another process passed on by descriptor, and what became of each",
            List.of("listener", "outcome")),
    EARLY_REQUESTS_HELD("postern.early_data.held", TlsMeters.Kind.COUNTER,
            "Early requests that their route would have acted on, by the reason why they were held", List.of("reason")),
    EARLY_REQUESTS_UNCONFIRMED("postern.early_data.unconfirmed", TlsMeters.Kind.COUNTER,
            "Early requests whose handshake failed: cancelled, or answered before that was known",
            List.of("host", "route", "action", "end")),
    EARLY_DATA_LEASE("postern.early_data.lease", TlsMeters.Kind.GAUGE,
            "Seconds for which the early-data policy is held if the database is not seen", List.of()),
    EARLY_DATA_SHUT("postern.early_data.shut", TlsMeters.Kind.GAUGE,
            "1 for the reason why no early data goes through, if there is one", List.of("reason")),
    CONFIGURATION_REVISION("postern.configuration.revision", TlsMeters.Kind.GAUGE,
            "Revision of the snapshot that is served", List.of()),
    CONFIGURATION_FAILURES("postern.configuration.failures", TlsMeters.Kind.COUNTER,
            "Snapshots that could not be compiled or saved", List.of());

    private final String meterName;
    private final TlsMeters.Kind kind;
    private final String description;
    @SuppressWarnings("ImmutableEnumChecker") // made by List.of alone
    private final List<String> tags;

    GatewayMeters(String meterName, TlsMeters.Kind kind, String description, List<String> tags) {
        this.meterName = meterName;
        this.kind = kind;
        this.description = description;
        this.tags = tags;
    }

    public String meterName() {
        return meterName;
    }

    public TlsMeters.Kind kind() {
        return kind;
    }

    public String description() {
        return description;
    }

    public List<String> tags() {
        return tags;
    }
}
