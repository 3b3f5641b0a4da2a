package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.Route;

/// What is done with a request because of early data: one question, one answer (RFC 8470 5, 6).
///
/// | came early | with the field | upstream aware | route, and whether host, route and gate let it act | answer |
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

    /// @param mayAct whether nothing but the upstream speaks against acting on it
    static EarlyDecision of(boolean early, boolean marked, Route route, boolean mayAct) {
        if (!early && !marked) {
            return FORWARD;
        }
        boolean aware = route.upstream().earlyDataAware();
        // RFC 8470 6.1: an intermediary MUST NOT forward it to an origin that is not known to honour the field
        if (marked && !aware) {
            return TOO_EARLY;
        }
        return early ? whenEarly(route, aware && mayAct) : FORWARD_MARKED;
    }

    private static EarlyDecision whenEarly(Route route, boolean mayAct) {
        return switch (route.earlyData()) {
            case TOO_EARLY -> TOO_EARLY;
            case HOLD -> HOLD;
            case ALLOW -> mayAct ? ACT : HOLD;
        };
    }
}
