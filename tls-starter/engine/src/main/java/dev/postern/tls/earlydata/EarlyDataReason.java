package dev.postern.tls.earlydata;

/// What became of early data, and why. The label is the word in metrics, logs, REST and the admin UI alike.
public enum EarlyDataReason {
    NOT_OFFERED("notOffered", "the client sent no early data"),
    ACCEPTED("accepted", "early data was let in"),
    DISABLED("disabled", "this host does not accept early data"),
    PROTOCOL_VERSION("protocolVersion", "the connection is not TLS 1.3"),
    PEER_DECLINED("peerDeclined", "the server declined the early data that we offered"),
    NO_SESSION_OFFERED("noSessionOffered", "no ticket came with the early data"),
    SESSION_NOT_RESUMED("sessionNotResumed", "no ticket of the client could be used"),
    FIRST_IDENTITY_NOT_SELECTED("firstIdentityNotSelected", "another ticket than the first was selected"),
    UNSUPPORTED_FOR_SESSION("unsupportedForSession",
            "the ticket was issued without early data, or for more of it than may come here"),
    HELLO_RETRY_REQUEST("helloRetryRequest", "the handshake needed a HelloRetryRequest"),
    CIPHER_SUITE_MISMATCH("cipherSuiteMismatch", "the ticket belongs to another cipher suite"),
    ALPN_MISMATCH("alpnMismatch", "the ticket belongs to another application protocol"),
    SERVER_NAME_MISMATCH("serverNameMismatch", "the ticket belongs to another server name"),
    CLIENT_AUTH("clientAuth", "this host asks for client certificates"),
    POLICY_DIGEST("policyDigest", "the early-data policy changed since the ticket was issued"),
    POLICY_PHASE("policyPhase", "a change of the early-data policy is being rolled out"),
    KILL_SWITCH("killSwitch", "early data was switched off for the whole gateway"),
    POLICY_STALE("policyStale", "this replica was cut off from its policy for too long"),
    TICKET_AGE_SKEW("ticketAgeSkew", "the hello is not fresh: the ticket's age lies outside the window"),
    WARM_UP("warmUp", "the replay window still overlaps the start of this process or of its store"),
    OVERLOAD("overload", "the server sheds load"),
    ZONE("zone", "the ticket belongs to another zone"),
    REPLAY("replay", "this very hello was seen before"),
    REPLAY_STORE_UNAVAILABLE("replayStoreUnavailable", "the replay store could not be asked"),
    REPLAY_STORE_TIMEOUT("replayStoreTimeout", "the replay store did not answer within its budget"),
    OVER_LIMIT("overLimit", "more early data came than the ticket allows"),
    SHADOW("shadow", "early data would have been accepted, but only a share of it is, or none yet");

    private final String label;
    private final String sentence;

    EarlyDataReason(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /// The stable word for metrics, logs and REST.
    public String label() {
        return label;
    }

    /// The same for people.
    public String sentence() {
        return sentence;
    }
}
