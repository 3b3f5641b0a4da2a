package dev.postern.interop;

import dev.postern.interop.gateway.Gateway;
import dev.postern.interop.gateway.Relay;
import dev.postern.interop.matrix.Case;

import java.time.Duration;

/// Why the gateway refuses a browser's early data, where that needs nothing of the browser but that it sends some.
enum BrowserRefusal implements Case {
    POLICY("policy", "disabled"),
    KILLED("kill switch", "killSwitch"),
    SHADOW("shadow", "shadow"),
    /// Between the page, which comes with the first tickets, and the connections after it.
    CHANGED_POLICY("changed policy", "policyDigest"),
    REVOKED("revoked ticket", "sessionNotResumed"),
    DELAYED("age", "ticketAgeSkew"),
    REPLAYED("replay", "replay");

    private static final Duration NARROW = Duration.ofSeconds(2);

    private final String sort;
    private final String reason;

    BrowserRefusal(String sort, String reason) {
        this.sort = sort;
        this.reason = reason;
    }

    @Override
    public String shows() {
        return sort;
    }

    String reason() {
        return reason;
    }

    /// The way that the browser takes to the gateway, which is told what it needs.
    Relay to(Gateway gateway) {
        switch (this) {
            case POLICY -> gateway.acceptNoEarlyData();
            case KILLED -> gateway.engageKillSwitch();
            case SHADOW -> gateway.castShadow();
            case CHANGED_POLICY -> gateway.beforeNextPage(gateway::changeEarlyDataPolicy);
            case REVOKED -> gateway.beforeNextPage(gateway::revokeTickets);
            case DELAYED -> gateway.takeEarlyData(NARROW);
            case REPLAYED -> {
            }
        }
        return Relay.ofEarlyData(gateway.restlessPort(), flight -> {
            if (this == DELAYED) {
                Relay.hold(NARROW.plusSeconds(1));
            } else if (this == REPLAYED) {
                Relay.replay(gateway.restlessPort(), flight);
            }
        });
    }
}
