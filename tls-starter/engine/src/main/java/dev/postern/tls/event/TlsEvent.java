package dev.postern.tls.event;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.psk.ClientSession;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// Something that happened inside the engine, in the order in which it happened and interleaved correctly with application data.
public sealed interface TlsEvent {

    /// Early data is in. Server: its flight is written, [dev.postern.tls.TlsEngine#send] works (half-RTT), early bytes follow. Client: the
    /// server took it.
    record EarlyDataAccepted(SessionInfo info) implements TlsEvent {}

    /// Early data was offered and refused. Client: nothing that was sent early has arrived; the caller decides whether to send it again.
    record EarlyDataRejected(EarlyDataReason reason) implements TlsEvent {}

    /// EndOfEarlyData came (server only).
    ///
    /// @param bytes plaintext received early
    record EarlyDataEnded(long bytes) implements TlsEvent {}

    /// The peer's Finished is verified: what came early was no replay of this connection's, and everything from here on is safe. On both
    /// ends the handshake is complete now.
    record HandshakeConfirmed(SessionInfo info) implements TlsEvent {}

    /// The server proved to be the public one of an Encrypted Client Hello that it could not read (client only). The connection ends with
    /// `ech_required` now; whoever wants to speak to the true server connects again (RFC 9849 6.1.6).
    ///
    /// @param retryConfigs to use instead, once; null when the server wants no Encrypted Client Hello
    record EchRejected(@Nullable EchConfigList retryConfigs) implements TlsEvent {}

    /// The server asks who we are (client only). One of the configured credentials answers, or none.
    ///
    /// @param authorities DER-encoded names of those that the server trusts; empty when it does not say
    /// @param schemes     that it accepts, in its order
    record CertificateRequested(List<byte[]> authorities, List<SignatureScheme> schemes) implements TlsEvent {
        public CertificateRequested {
            authorities = List.copyOf(authorities);
            schemes = List.copyOf(schemes);
        }
    }

    /// A ticket arrived (client only).
    record TicketReceived(ClientSession session) implements TlsEvent {}

    /// One direction moved to its next key (RFC 9846 4.7.3).
    record KeysUpdated(boolean receiving, long generation) implements TlsEvent {}

    /// The peer sent close_notify: it will send no more. Our own direction stays open.
    record PeerClosed() implements TlsEvent {}

    /// The connection is over. The alert to send, if any, is already in the output.
    ///
    /// @param alert the cause; for [dev.postern.tls.alert.Fault#PEER_ALERT] the peer said so
    /// @param phase where the handshake stood, for metrics: `clientHello`, `negotiation`, `certificate`, `finished`, `traffic`, ...
    record Failed(TlsAlert alert, String phase) implements TlsEvent {}
}
