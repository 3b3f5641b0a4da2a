package dev.postern.gateway.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// One handshake that ended, as the journal keeps it and the event stream tells it. Holds no secret, and of the client its address
/// alone.
///
/// @param time            when it ended
/// @param sni             as the client sent it, or null
/// @param host            name of the host that it was for, or null when none was found
/// @param listener        name of the listener
/// @param version         `TLSv1.3`
/// @param cipher          RFC name, or null before it was chosen
/// @param group           of the key exchange, or null before it was chosen
/// @param alpn            or null
/// @param earlyDataReason label of the `EarlyDataReason`
/// @param failure         null on success
/// @param alert           that was sent or received, or null
/// @param durationMillis  from the first byte of the ClientHello
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HandshakeRecord(Instant time, Result result, @Nullable String sni, @Nullable String host,
        String listener, @Nullable String remoteAddress, @Nullable String version, @Nullable String cipher,
        @Nullable String group, @Nullable String alpn, Resumption resumption, EarlyData earlyData,
        String earlyDataReason, @Nullable Failure failure, @Nullable String alert, double durationMillis) {

    /// How it ended.
    public enum Result {
        @JsonProperty("success") SUCCESS("success"),
        @JsonProperty("failure") FAILURE("failure");

        final String label;

        Result(String label) {
            this.label = label;
        }
    }

    /// Whether a ticket was used.
    public enum Resumption {
        @JsonProperty("none") NONE("none"),
        @JsonProperty("psk") PSK("psk");

        final String label;

        Resumption(String label) {
            this.label = label;
        }
    }

    /// What became of early data.
    public enum EarlyData {
        @JsonProperty("not_offered") NOT_OFFERED("not_offered"),
        @JsonProperty("accepted") ACCEPTED("accepted"),
        @JsonProperty("rejected") REJECTED("rejected");

        final String label;

        EarlyData(String label) {
            this.label = label;
        }
    }

    /// Why a handshake failed.
    ///
    /// @param phase  where, one of a small set: `clientHello`, `policy`, `keyExchange`, `clientCertificate`, `finished`, …
    /// @param reason one of a small set; a metric label
    /// @param fault  whose it was
    public record Failure(String phase, String reason, String fault) {}
}
