package dev.postern.gateway.descriptor;

/// What became of one handover: the label of the metric, and the byte that the front is answered with, if it is.
public enum HandoverOutcome {
    /// The connection is this process's from now on.
    TAKEN(0, "taken", "the connection was taken"),
    FOREIGN_PEER(1, "foreignPeer", "a process of another user connected"),
    MALFORMED(2, "malformed", "what came is no handover of version 1"),
    TOO_LONG(3, "tooLong", "more opening bytes than a ClientHello may have"),
    NO_DESCRIPTOR(4, "noDescriptor", "no descriptor came with the first byte"),
    SEVERAL_DESCRIPTORS(5, "severalDescriptors", "more than one descriptor came"),
    NOT_TCP(6, "notTcp", "the descriptor is no connected TCP socket"),
    DEADLINE(7, "deadline", "the handover was not whole in time"),
    FULL(8, "full", "there are as many connections as this listener may have"),
    /// The front went, or this process goes: it closes without a word, and the front may try the next one.
    BROKEN_OFF("brokenOff", "the front broke off"),
    /// As unanswered: the client is still the front's, which may try the next one.
    NOT_SERVED("notServed", "no event loop would have the connection");

    private static final byte NO_ANSWER = -1;

    private final byte answer;
    private final String label;
    private final String sentence;

    HandoverOutcome(int answer, String label, String sentence) {
        this.answer = (byte) answer;
        this.label = label;
        this.sentence = sentence;
    }

    HandoverOutcome(String label, String sentence) {
        this.answer = NO_ANSWER;
        this.label = label;
        this.sentence = sentence;
    }

    boolean isAnswered() {
        return answer != NO_ANSWER;
    }

    byte answer() {
        return answer;
    }

    /// For metrics.
    public String label() {
        return label;
    }

    String sentence() {
        return sentence;
    }
}
