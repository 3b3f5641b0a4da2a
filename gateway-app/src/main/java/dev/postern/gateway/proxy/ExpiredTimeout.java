package dev.postern.gateway.proxy;

/// Which timeout ended an exchange: the metric's reason, and what the client hears if it has no answer yet.
enum ExpiredTimeout {
    /// The client stopped in its body, or took too long for the whole of it.
    BODY("requestBody", GatewayError.BODY_TIMEOUT),
    /// It sent more slowly than the minimum rate.
    REQUEST_RATE("requestRate", GatewayError.BODY_TOO_SLOW),
    /// The upstream took no more of the body.
    REQUEST_STALLED("upstreamStalled", GatewayError.REQUEST_STALLED),
    FIRST_BYTE("firstByte", GatewayError.FIRST_BYTE),
    RESPONSE_IDLE("responseIdle", GatewayError.RESPONSE_IDLE),
    /// The client took nothing of its answer for as long as an upstream may pause.
    CLIENT_STALLED("clientStalled", GatewayError.CLIENT_TOO_SLOW),
    /// It took its answer more slowly than the minimum rate.
    RESPONSE_RATE("responseRate", GatewayError.CLIENT_TOO_SLOW),
    TOTAL("total", GatewayError.TOTAL);

    private final String reason;
    @SuppressWarnings("ImmutableEnumChecker") // a record of values
    private final GatewayError error;

    ExpiredTimeout(String reason, GatewayError error) {
        this.reason = reason;
        this.error = error;
    }

    /// Whose fault it is. A client can send nothing while its upstream takes nothing, nor an upstream while its client takes nothing; and one
    /// that answers before it has the whole request may need more of it to go on.
    ///
    /// @param bodyAwaited whether more of the request is the client's to send
    static ExpiredTimeout of(RequestDeadlines.Passed passed, boolean upstreamTakes, boolean clientTakes,
            boolean bodyAwaited) {
        return switch (passed) {
            case BODY -> upstreamTakes ? BODY : REQUEST_STALLED;
            case REQUEST_RATE -> REQUEST_RATE;
            case FIRST_BYTE -> FIRST_BYTE;
            case RESPONSE -> !clientTakes ? CLIENT_STALLED : bodyAwaited ? BODY : RESPONSE_IDLE;
            case RESPONSE_RATE -> RESPONSE_RATE;
            case TOTAL -> TOTAL;
        };
    }

    /// For metrics.
    String reason() {
        return reason;
    }

    GatewayError error() {
        return error;
    }
}
