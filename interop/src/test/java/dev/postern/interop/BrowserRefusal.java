package dev.postern.interop;

import dev.postern.interop.gateway.Gateway;
import dev.postern.interop.gateway.Relay;
import dev.postern.interop.matrix.Case;

import java.io.IOException;
import java.time.Duration;

/// Why the gateway refuses a browser's early data, where that needs nothing of the browser but that it sends some.
enum BrowserRefusal implements Case {
    POLICY("policy", "disabled"),
    KILLED("kill switch", "killSwitch"),
    SHADOW("shadow", "shadow"),
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

    /// The way that the browser takes to the gateway, which is told what it needs: at the start, or when the first early flight is on its way.
    Relay to(Gateway gateway) {
        switch (this) {
            case POLICY -> gateway.acceptNoEarlyData();
            case KILLED -> gateway.engageKillSwitch();
            case SHADOW -> gateway.castShadow();
            case DELAYED -> gateway.takeEarlyData(NARROW);
            case CHANGED_POLICY, REVOKED, REPLAYED -> {
            }
        }
        return Relay.ofEarlyData(gateway.restlessPort(), flight -> meet(flight, gateway));
    }

    private void meet(byte[] flight, Gateway gateway) throws IOException {
        switch (this) {
            case CHANGED_POLICY -> gateway.changeEarlyDataPolicy();
            case REVOKED -> gateway.revokeTickets();
            case DELAYED -> Relay.hold(NARROW.plusSeconds(1));
            case REPLAYED -> Relay.replay(gateway.restlessPort(), flight);
            case POLICY, KILLED, SHADOW -> {
            }
        }
    }
}
