package dev.postern.tls.spring.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.netty.HandshakeReport;
import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.time.Instant;

/// One handshake that ended, as the journal keeps it and the event stream tells it. Holds no secret, and of the client its address
/// alone.
///
/// @param time            when it ended
/// @param sni             as the client sent it, or null
/// @param host            name of the policy or host that it was for, or null when none was found
/// @param listener        name of the listener
/// @param version         `TLSv1.3`
/// @param cipher          RFC name, or null before it was chosen
/// @param group           of the key exchange, or null before it was chosen
/// @param alpn            or null
/// @param earlyDataReason label of the `EarlyDataReason`
/// @param failure         null on success
/// @param alert           that was sent or received, or null
/// @param durationMillis  from accept
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HandshakeRecord(Instant time, Result result, @Nullable String sni, @Nullable String host,
        String listener, @Nullable String remoteAddress, @Nullable String version, @Nullable String cipher,
        @Nullable String group, @Nullable String alpn, Resumption resumption, EarlyData earlyData,
        String earlyDataReason, @Nullable Failure failure, @Nullable String alert, double durationMillis) {
    private static final double NANOS_PER_MILLI = 1_000_000;

    /// @param listener where the client connected
    public static HandshakeRecord of(String listener, HandshakeReport report) {
        SessionInfo session = report.session();
        TlsAlert failure = report.failure();
        String sni = report.hello() == null ? null : report.hello().serverName();
        return new HandshakeRecord(Instant.ofEpochMilli(report.startedAtMillis() + report.endedAfter().toMillis()),
                failure == null ? Result.SUCCESS : Result.FAILURE, sni, report.policy(), listener, address(report),
                session == null ? null : "TLSv1.3", session == null ? null : session.cipherSuite().toString(),
                session == null ? null : session.group().toString(),
                session == null ? null : session.applicationProtocol(),
                session != null && session.resumed() ? Resumption.PSK : Resumption.NONE,
                EarlyData.of(report.earlyData()), report.earlyData().label(),
                failure == null ? null : new Failure(report.phase(), report.reason(), failure.fault().name()),
                failure == null ? null : failure.description().label(),
                report.endedAfter().toNanos() / NANOS_PER_MILLI);
    }

    private static @Nullable String address(HandshakeReport report) {
        return report.remote() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? remote.getAddress().getHostAddress()
                : null;
    }

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

        private static EarlyData of(EarlyDataReason reason) {
            if (reason == EarlyDataReason.NOT_OFFERED) {
                return NOT_OFFERED;
            }
            return reason == EarlyDataReason.ACCEPTED ? ACCEPTED : REJECTED;
        }
    }

    /// Why a handshake failed.
    ///
    /// @param phase  where, one of a small set: `clientHello`, `policy`, `keyExchange`, `clientCertificate`, `finished`, …
    /// @param reason one of a small set; a metric label
    /// @param fault  whose it was
    public record Failure(String phase, String reason, String fault) {}
}
