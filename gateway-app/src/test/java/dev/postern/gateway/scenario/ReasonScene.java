package dev.postern.gateway.scenario;

import dev.postern.tls.earlydata.EarlyDataReason;

import java.util.Arrays;
import java.util.stream.Stream;

/// What it takes to bring about each outcome of early data at a gateway. A new one does not compile here before somebody says so, and then
/// fails in that scene's test until it is brought about.
enum ReasonScene {
    /// One gateway, its operator, and clients of every kind: [ReasonsOfOneGatewayTest].
    ONE_GATEWAY,
    /// A replay store that gateways share: [ReasonsOfTheReplayStoreTest].
    SHARED_STORE,
    /// Replicas with one database: [ReasonsOfReplicasTest].
    REPLICAS,
    /// Nothing that anybody could do to a gateway: it is what a client of ours says when a server declined. The engine's tests of a client and a
    /// server have it.
    OUR_OWN_CLIENT;

    static ReasonScene of(EarlyDataReason reason) {
        return switch (reason) {
            case NOT_OFFERED, ACCEPTED, DISABLED, PROTOCOL_VERSION, NO_SESSION_OFFERED, SESSION_NOT_RESUMED,
                    FIRST_IDENTITY_NOT_SELECTED, UNSUPPORTED_FOR_SESSION, HELLO_RETRY_REQUEST, CIPHER_SUITE_MISMATCH,
                    ALPN_MISMATCH, SERVER_NAME_MISMATCH, CLIENT_AUTH, POLICY_DIGEST, KILL_SWITCH, TICKET_AGE_SKEW,
                    OVERLOAD,
                    REPLAY, OVER_LIMIT, SHADOW ->
                ONE_GATEWAY;
            case WARM_UP, ZONE, REPLAY_STORE_UNAVAILABLE, REPLAY_STORE_TIMEOUT -> SHARED_STORE;
            case POLICY_PHASE, POLICY_STALE -> REPLICAS;
            case PEER_DECLINED -> OUR_OWN_CLIENT;
        };
    }

    Stream<EarlyDataReason> reasons() {
        return Arrays.stream(EarlyDataReason.values()).filter(reason -> of(reason) == this);
    }
}
