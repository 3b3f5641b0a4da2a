package dev.postern.gateway.probe;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// What was found. A part is null when the examination did not come so far; [#findings] then says why.
///
/// @param handshake   of the first, full connection
/// @param findings    sentences for the reader, in the order in which they were found
record Report(String target, String serverName, @Nullable Handshake handshake, @Nullable Certificate certificate,
        @Nullable Tickets tickets, @Nullable Resumption resumption, @Nullable EarlyData earlyData,
        @Nullable Replay replay, List<String> findings) {

    /// @param status of the answer to a GET, or null when none came in HTTP/1.1
    record Handshake(String version, String cipherSuite, String group, String signatureScheme,
            @Nullable String applicationProtocol, boolean helloRetryRequest, @Nullable Integer status) {}

    /// @param verdict why it is not trusted, or null
    record Certificate(String subject, String issuer, String notAfter, int chainLength, boolean trusted,
            @Nullable String verdict) {}

    /// @param maxEarlyDataBytes of the ticket that allows most
    record Tickets(int count, long lifetimeSeconds, long maxEarlyDataBytes) {}

    record Resumption(boolean resumed, @Nullable Integer status) {}

    /// @param answeredBeforeFinished whether the answer came although our Finished was kept back: the server acts on what may be a replay
    /// @param heldMillis             how long it was kept back for an answer to come before it
    record EarlyData(boolean accepted, boolean answeredBeforeFinished, long heldMillis, @Nullable Integer status) {}

    /// @param outcome  what became of the very bytes that were accepted once
    /// @param answered whether an answer came to them
    record Replay(ReplayOutcome outcome, boolean answered) {}

    enum ReplayOutcome {
        ACCEPTED("accepted"),
        /// The server went through with the handshake, and took no early data in it.
        REFUSED("refused"),
        /// It said neither: it was silent, failed, or was not there any more.
        UNKNOWN("unknown");

        private final String label;

        ReplayOutcome(String label) {
            this.label = label;
        }

        @JsonValue
        String label() {
            return label;
        }
    }
}
