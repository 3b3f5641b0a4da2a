package dev.postern.tls.netty;

import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.psk.PolicyDigest;
import io.netty.channel.Channel;
import reactor.core.publisher.Mono;

import java.util.Optional;

/// The TLS side of one exchange: whether it came early, and when it is safe to act on it.
///
/// A view: [#wasEarly] is fixed when the exchange arrives, [#phase] moves on with the connection. Get one per exchange,
/// by [#arriving], and keep it as long as the exchange lives.
public interface TlsSession {
    /// Where the connection stands.
    enum Phase {
        /// Early data was accepted and the client's Finished is still to come: everything so far may be a replay.
        EARLY,
        /// The handshake is confirmed; what came early on this connection was no replay of it.
        CONFIRMED,
        /// The handshake failed after early data was let in, or the connection broke before it was confirmed.
        FAILED
    }

    Phase phase();

    /// Completes when the handshake is confirmed: at once when it is already. Fails when Finished is bad, late or never comes. Never
    /// blocks; any number of subscribers; signals on the connection's event loop.
    Mono<Void> confirmed();

    /// Whether the exchange arrived before the handshake was confirmed. A positive fact, fixed at arrival.
    boolean wasEarly();

    /// What became of early data on this connection.
    EarlyDataReason earlyData();

    /// What was negotiated.
    SessionInfo info();

    /// The policy that the handshake was made under. A connection outlives changes of policy: whoever serves a request on it compares
    /// this with the policy in force, or a client that connected before certificates were asked for goes on without one. Empty at the
    /// client's end.
    Optional<PolicyDigest> policy();

    /// A view for an exchange that arrives now on this channel, which may be an HTTP/2 stream's. Empty without our TLS below it.
    static Optional<TlsSession> arriving(Channel channel) {
        return TlsConnection.find(channel).map(TlsConnection::exchange);
    }
}
