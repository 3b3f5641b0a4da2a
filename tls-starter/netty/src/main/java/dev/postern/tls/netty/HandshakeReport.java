package dev.postern.tls.netty;

import dev.postern.tls.ClientHelloView;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;
import java.time.Duration;

/// One handshake, as it ended: for metrics, the journal and the log.
///
/// @param remote         the peer's address; unverified while early data is unconfirmed
/// @param startedAtMillis milliseconds since the epoch
/// @param policy         the name of the policy that was chosen, or null when it did not come that far
/// @param hello          what the client offered, or null when no whole ClientHello came
/// @param session        what was negotiated, or null when it did not come that far
/// @param earlyData      what became of early data
/// @param usableAfter    from accept until application data could be sent; zero when it never could
/// @param endedAfter     from accept until the handshake was confirmed or failed
/// @param failure        why it failed, or null
/// @param phase          where it failed, empty for success
/// @param deadline       that the peer let pass, or null
public record HandshakeReport(@Nullable SocketAddress remote, long startedAtMillis, @Nullable String policy,
        @Nullable ClientHelloView hello, @Nullable SessionInfo session, EarlyDataReason earlyData,
        Duration usableAfter, Duration endedAfter, @Nullable TlsAlert failure, String phase,
        @Nullable ExpiredDeadline deadline) {
    public boolean succeeded() {
        return failure == null;
    }

    /// Why it failed, in one word of a small set: the deadline that passed, else the alert. Empty for success.
    public String reason() {
        if (failure == null) {
            return "";
        }
        return deadline != null && failure.fault() == Fault.DEADLINE ? deadline.label() : failure.description().label();
    }
}
