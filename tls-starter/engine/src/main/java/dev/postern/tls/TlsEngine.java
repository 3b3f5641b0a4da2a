package dev.postern.tls;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;

import java.util.Optional;

/// One end of one TLS connection.
///
/// The caller feeds what the socket delivers to [#receive], writes what appears in the [TlsOutput], and reads data and events from the
/// [TlsSink]. When [#pause] is present, the engine waits for an answer to a question: it takes no input until
/// [Pause#resume] (from the caller's thread of this connection) is called, after which the remaining input is offered again.
///
/// No method throws for what a peer does: a failed connection is reported by [dev.postern.tls.event.TlsEvent.Failed].
public sealed interface TlsEngine permits TlsServerEngine, TlsClientEngine {

    /// The phases that a caller's deadlines and metrics need.
    enum Stage {
        /// Server: no complete ClientHello yet. Client: not started.
        CLIENT_HELLO,
        /// In the handshake; application data cannot be sent, except a client's early data.
        HANDSHAKE,
        /// Server only: early data was accepted and the client's Finished is still to come. Half-RTT data can be sent.
        UNCONFIRMED,
        /// Both Finished messages are verified.
        CONNECTED,
        /// Failed, or closed in both directions.
        CLOSED
    }

    Stage stage();

    /// Where the handshake stands, in a word for metrics; once [Stage#CLOSED], where it stood then. As in
    /// [dev.postern.tls.event.TlsEvent.Failed]; a [#close] in the middle of a handshake raises no event.
    String phase();

    /// Takes ciphertext. Whole records are processed; a partial one at the end is left to the caller, who offers it again with what
    /// follows it.
    ///
    /// @param in     heap memory; the engine may decrypt in place and so overwrite what it consumed
    /// @return how many bytes were consumed. Less than `length` when a record is incomplete or the engine paused; once
    ///     [Stage#CLOSED], everything is consumed and ignored
    int receive(byte[] in, int offset, int length, TlsOutput out, TlsSink sink);

    /// The transport ended. Without a close_notify before it, the connection was truncated, which is reported as a failure.
    void endOfInput(TlsSink sink);

    /// Whether [#send] takes data now.
    boolean canSend();

    /// Protects application data. Cut into records of at most 2^14 bytes, fewer where a
    /// [dev.postern.tls.config.RecordPolicy] or the peer says so; a key update is put in front when one is due.
    ///
    /// @return how many bytes were taken: all of them, except a client's early data, which ends at the ticket's limit, and a server's answers
    ///     to it, which end at [dev.postern.tls.config.Limits#unconfirmedBytes] until the client's Finished
    /// @throws IllegalStateException when [#canSend] is false
    int send(byte[] in, int offset, int length, TlsOutput out);

    /// The most ciphertext that [#send] produces for so much plaintext, key update included, unless a [dev.postern.tls.config.RecordPolicy]
    /// or the peer wants smaller records or padding: a hint for whoever provides the memory.
    static int sealedLength(int plaintextBytes) {
        int records = Math.max(1, (plaintextBytes + 16_383) / 16_384);
        return plaintextBytes + (records + 1) * (5 + 1 + 16 + 16);
    }

    /// The question that the engine waits on, if it does.
    Optional<Pause<?>> pause();

    /// Moves our sending key to its next generation (RFC 9846 4.7.3), and asks the peer to do the same if wanted.
    void updateKeys(boolean askPeer, TlsOutput out);

    /// Sends close_notify: we will send no more. The peer's direction stays open. Idempotent.
    void close(TlsOutput out);

    /// Ends the connection at once with an alert of the caller's: a deadline passed, a policy forbids it.
    void abort(TlsAlert alert, TlsOutput out, TlsSink sink);

    /// What was negotiated; empty until it is settled.
    Optional<SessionInfo> session();

    /// Exports keying material (RFC 9846 7.5).
    ///
    /// @param context empty for none; in TLS 1.3 the two are the same
    /// @throws IllegalStateException before the handshake is confirmed: what is exported earlier could be a replay's
    byte[] exportKeyingMaterial(String label, byte[] context, int lengthBytes);

    /// Exports keying material of early data (RFC 9846 7.5): both ends have it as soon as early data flows, and whoever replays early data
    /// replays what is bound to this. Different from what [#exportKeyingMaterial] gives.
    ///
    /// @throws IllegalStateException where no early data was accepted; a client may ask from its start on, until early data is refused
    byte[] exportEarlyKeyingMaterial(String label, byte[] context, int lengthBytes);

    /// The channel binding `tls-exporter` (RFC 9266): 32 bytes that name this connection and no other, for authentication above it.
    ///
    /// @throws IllegalStateException before the handshake is confirmed
    default byte[] channelBinding() {
        // RFC 9266 4: the label, a zero-length context, 32 bytes
        return exportKeyingMaterial("EXPORTER-Channel-Binding", new byte[0], 32);
    }
}
