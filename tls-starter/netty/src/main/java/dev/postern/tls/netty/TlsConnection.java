package dev.postern.tls.netty;

import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.psk.PolicyDigest;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.util.Optional;

/// The confirmation state of one connection, found from its channel and from its HTTP/2 streams' channels.
///
/// Written on the event loop alone; the fields are volatile because handlers may look from other threads.
final class TlsConnection {
    private static final AttributeKey<TlsConnection> KEY = AttributeKey.valueOf(TlsConnection.class, "connection");

    private final Sinks.Empty<Void> confirmation = Sinks.empty();
    private volatile TlsSession.@Nullable Phase phase;
    private volatile @Nullable SessionInfo info;
    private volatile @Nullable PolicyDigest policy;

    static TlsConnection attachTo(Channel channel) {
        TlsConnection connection = new TlsConnection();
        channel.attr(KEY).set(connection);
        return connection;
    }

    /// HTTP/2 streams have channels of their own, whose parent is the connection's.
    static Optional<TlsConnection> find(Channel channel) {
        for (Channel at = channel; at != null; at = at.parent()) {
            TlsConnection connection = at.attr(KEY).get();
            if (connection != null && connection.info != null) {
                return Optional.of(connection);
            }
        }
        return Optional.empty();
    }

    /// Before the handshake settles anything.
    void madeUnder(PolicyDigest chosen) {
        policy = chosen;
    }

    void early(SessionInfo session) {
        info = session;
        phase = TlsSession.Phase.EARLY;
    }

    void confirm(SessionInfo session) {
        info = session;
        phase = TlsSession.Phase.CONFIRMED;
        confirmation.tryEmitEmpty();
    }

    /// A confirmed connection that breaks later stays confirmed.
    void fail(Throwable cause) {
        if (phase != TlsSession.Phase.CONFIRMED) {
            phase = TlsSession.Phase.FAILED;
            confirmation.tryEmitError(cause);
        }
    }

    /// Runs this once the handshake is confirmed or has failed, which may be now.
    void whenSettled(Runnable then) {
        confirmation.asMono().subscribe(null, _ -> then.run(), then);
    }

    boolean isConfirmed() {
        return phase == TlsSession.Phase.CONFIRMED;
    }

    /// There are requests before the confirmation only where early data was accepted. One that is taken up after the handshake failed, because
    /// it waited behind another, came early all the same, and is never confirmed.
    TlsSession exchange() {
        return new Exchange(this, phase != TlsSession.Phase.CONFIRMED);
    }

    private record Exchange(TlsConnection connection, boolean wasEarly) implements TlsSession {
        @Override
        public Phase phase() {
            Phase now = connection.phase;
            return now == null ? Phase.FAILED : now;
        }

        @Override
        public Mono<Void> confirmed() {
            return connection.confirmation.asMono();
        }

        @Override
        public EarlyDataReason earlyData() {
            return info().earlyData();
        }

        @Override
        public SessionInfo info() {
            SessionInfo session = connection.info;
            if (session == null) {
                throw new IllegalStateException("the handshake has not settled anything yet");
            }
            return session;
        }

        @Override
        public Optional<PolicyDigest> policy() {
            return Optional.ofNullable(connection.policy);
        }

        @Override
        public String toString() {
            return "TlsSession[" + phase() + (wasEarly ? ", came early]" : "]");
        }
    }
}
