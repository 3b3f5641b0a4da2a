package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.Route;
import dev.postern.tls.config.ClientAuthentication;

/// What is done with a request because of early data: one question, one answer (RFC 8470 5, 6).
///
/// | came early | with the field | upstream aware | route, and whether it names the request | answer |
/// | --- | --- | --- | --- | --- |
/// | no | no | any | any | [#FORWARD] |
/// | any | yes | no | any | [#TOO_EARLY]: waiting here cannot make it safe |
/// | no | yes | yes | any | [#FORWARD_MARKED] |
/// | yes | any | any | `tooEarly` | [#TOO_EARLY] |
/// | yes | any | yes | `allow`, yes | [#ACT] |
/// | yes | any | any | else | [#HOLD] |
enum EarlyDecision {
    FORWARD,
    /// Not early here, but somebody before us forwarded it early: the field stays.
    FORWARD_MARKED,
    /// Forward at once, with `Early-Data: 1`.
    ACT,
    /// Park until the handshake is confirmed.
    HOLD,
    /// 425.
    TOO_EARLY;

    /// @param named whether the request is one of those that the route may act on early
    static EarlyDecision of(boolean early, boolean marked, Host host, Route route, boolean named) {
        if (!early && !marked) {
            return FORWARD;
        }
        boolean aware = route.upstream().earlyDataAware();
        // RFC 8470 6.1: an intermediary MUST NOT forward it to an origin that is not known to honour the field
        if (marked && !aware) {
            return TOO_EARLY;
        }
        return early ? whenEarly(host, route, aware && named) : FORWARD_MARKED;
    }

    private static EarlyDecision whenEarly(Host host, Route route, boolean mayAct) {
        return switch (route.earlyData()) {
            case TOO_EARLY -> TOO_EARLY;
            case HOLD -> HOLD;
            // What a client certificate stands for is not proved before Finished.
            case ALLOW -> mayAct && host.tls().clientAuthentication() == ClientAuthentication.NONE ? ACT : HOLD;
        };
    }
}
