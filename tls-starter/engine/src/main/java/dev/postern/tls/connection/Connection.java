package dev.postern.tls.connection;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.config.RecordPolicy;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.record.EarlyDataSkip;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.record.HandshakeBytes;
import dev.postern.tls.record.Incoming;
import dev.postern.tls.record.RecordReader;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Optional;

/// One connection, as far as both ends are alike: records in and out, questions, alerts, key updates, closing. What is different is its
/// [Role].
///
/// Every call from outside runs in [#call] or in the loop of [#receive]; a [TlsAlert] thrown anywhere below ends the connection there, in
/// one place.
public final class Connection {
    private final Role role;
    private final RecordReader reader;
    private final Sending sending;
    private final Receiving receiving;
    private final PostHandshakeBudget budget;
    private @Nullable TlsOutput out;
    private @Nullable TlsSink sink;
    private @Nullable Pause<?> pause;
    private boolean closeSent;
    private boolean closeReceived;
    private boolean closed;
    private String endedIn = "";

    public Connection(EngineEnvironment environment, Role role) {
        this.role = role;
        this.reader = new RecordReader(environment.limits());
        this.sending = new Sending(environment);
        this.receiving = new Receiving(environment.crypto(), reader);
        this.budget = new PostHandshakeBudget(environment.limits().postHandshakeMessages());
    }

    // ---- what the engines offer to their caller; see TlsEngine ----

    public TlsEngine.Stage stage() {
        return closed ? TlsEngine.Stage.CLOSED : role.stage();
    }

    public String phase() {
        return closed ? endedIn : role.phase();
    }

    public Optional<Pause<?>> pause() {
        return Optional.ofNullable(pause);
    }

    public int receive(byte[] in, int offset, int length, TlsOutput output, TlsSink plaintext) {
        out = output;
        sink = plaintext;
        int taken = 0;
        try {
            while (pause == null && !isDeaf() && taken < length) {
                Incoming incoming = reader.read(in, offset + taken, length - taken, plaintext);
                if (incoming == Incoming.INCOMPLETE) {
                    return taken;
                }
                taken += reader.consumed();
                handle(incoming);
            }
        } catch (TlsAlert alert) {
            fail(alert);
        } catch (RuntimeException bug) {
            fail(ourBug(bug));
        } finally {
            out = null;
            sink = null;
        }
        return isDeaf() ? length : taken;
    }

    public void endOfInput(TlsSink plaintext) {
        if (closed || closeReceived) {
            return;
        }
        sink = plaintext;
        // RFC 9846 6.1: without close_notify the receiver cannot know that all the data that was sent has been received
        end(new TlsAlert(AlertDescription.GENERAL_ERROR, Fault.PEER_MISBEHAVED,
                role.stage() == TlsEngine.Stage.CONNECTED
                        ? "the transport ended without close_notify: what came may be truncated"
                        : "the transport ended before the handshake was complete"));
        sink = null;
    }

    public boolean canSend() {
        return !closed && !closeSent && sending.sendable(role.sendable(1)) > 0;
    }

    public int send(byte[] in, int offset, int length, TlsOutput output) {
        if (!canSend()) {
            // RFC 9846 2: application data MUST NOT be sent prior to sending the Finished message, early data apart
            throw new IllegalStateException("application data cannot be sent now: " + stage());
        }
        int taken = sending.sendable(role.sendable(length));
        sending.applicationData(in, offset, taken, output);
        return taken;
    }

    public void updateKeys(boolean askPeer, TlsOutput output) {
        if (!canSend() || stage() == TlsEngine.Stage.HANDSHAKE) {
            throw new IllegalStateException("keys cannot be updated now: " + stage());
        }
        sending.updateKeys(askPeer, output);
    }

    public void close(TlsOutput output) {
        if (closed || closeSent) {
            return;
        }
        closeSent = true;
        boolean established = isEstablished();
        if (!established && stage() != TlsEngine.Stage.CLIENT_HELLO) {
            // RFC 9846 6.1: canceling the handshake for some reason unrelated to a protocol failure
            sending.alert(AlertDescription.USER_CANCELED, output);
        }
        sending.alert(AlertDescription.CLOSE_NOTIFY, output);
        if (!established || closeReceived) {
            shut();
        }
    }

    public void abort(TlsAlert alert, TlsOutput output, TlsSink plaintext) {
        call(output, plaintext, () -> {
            throw alert;
        });
    }

    // ---- what a role tells the connection ----

    /// Runs a step of the role that the caller asked for, such as a client's start.
    public void call(TlsOutput output, TlsSink plaintext, Runnable step) {
        if (closed) {
            return;
        }
        out = output;
        sink = plaintext;
        try {
            step.run();
            takeMessages();
        } catch (TlsAlert alert) {
            fail(alert);
        } catch (RuntimeException bug) {
            fail(ourBug(bug));
        } finally {
            out = null;
            sink = null;
        }
    }

    /// Waits for an answer. Nothing is read until then.
    public <A, P extends Continuation<A> & Pause<A>> void ask(P question) {
        pause = question;
    }

    public void event(TlsEvent event) {
        sink().event(event);
    }

    /// Whether close_notify went out: nothing may follow it.
    public boolean isCloseSent() {
        return closeSent;
    }

    /// Puts a whole message into the current flight. Messages share records; [#flush] or a change of keys sends them.
    public void sendHandshake(byte[] message) {
        sending.handshake(message);
    }

    public void flush() {
        sending.flush(out());
    }

    /// The client's very first message: its record has a version of its own.
    public void sendFirstClientHello(byte[] message) {
        sending.firstClientHello(message, out());
    }

    public void sendChangeCipherSpec() {
        sending.changeCipherSpec(out());
    }

    /// How large the records shall be that we send.
    public void shapeRecords(RecordPolicy policy) {
        sending.shape(policy);
    }

    /// Both ends told what they take in one record (RFC 8449).
    ///
    /// @param theirs what the peer takes
    /// @param ours   what we take
    public void limitRecords(int theirs, int ours) {
        sending.limitRecords(theirs);
        reader.limitInnerPlaintext(ours);
    }

    /// Sends what waits under the old keys, then changes them. Takes the secret of [Epoch#APPLICATION] over, for key updates; any other
    /// stays the role's.
    public void installWriteKeys(Epoch epoch, TrafficSecret secret, AeadAlgorithm aead) {
        sending.install(epoch, secret, aead, out());
    }

    /// Back to plaintext: a client after a HelloRetryRequest to early data.
    public void removeWriteKeys() {
        sending.remove(out());
    }

    /// As [#installWriteKeys], for what arrives.
    ///
    /// @throws TlsAlert `unexpected_message` when handshake bytes are left over from under the old keys
    public void installReadKeys(Epoch epoch, TrafficSecret secret, AeadAlgorithm aead) {
        receiving.install(epoch, secret, aead);
    }

    /// Early data is accepted: so much of it may come under this secret, which stays the role's.
    public void openEarlyData(long maxBytes, TrafficSecret secret, AeadAlgorithm aead) {
        receiving.openEarlyData(maxBytes, secret, aead);
    }

    /// Early data was offered and refused.
    public void skipEarlyData(EarlyDataSkip mode) {
        reader.skipEarlyData(mode);
    }

    /// The peer's flight ends with the message that is being handled: what it says next has to answer us.
    ///
    /// @throws TlsAlert `unexpected_message` when it goes on already
    public void requireEndOfFlight() {
        reader.requireEndOfFlight();
    }

    /// Accepted early data that came so far.
    public long earlyDataBytes() {
        return reader.earlyDataBytes();
    }

    /// Whether more early data came than the ticket allows.
    public boolean isOverEarlyDataLimit() {
        return reader.isOverEarlyDataLimit();
    }

    public void allowChangeCipherSpec() {
        reader.allowChangeCipherSpec();
    }

    // ---- inside ----

    /// Called by a [Continuation] that was answered for the first time: it is the open one, since no other is made before.
    void resume(Runnable step, TlsOutput output, TlsSink plaintext) {
        if (closed) {
            return;
        }
        pause = null;
        call(output, plaintext, step);
    }

    private void handle(Incoming incoming) {
        switch (incoming) {
            case INCOMPLETE, NOTHING -> {}
            case HANDSHAKE -> takeMessages();
            case APPLICATION_DATA -> budget.reset();
            case CLOSE_NOTIFY -> peerClosed();
        }
    }

    private void takeMessages() {
        while (pause == null && !closed) {
            Optional<HandshakeBytes> message = reader.nextMessage();
            if (message.isEmpty()) {
                return;
            }
            take(message.get());
        }
    }

    private void take(HandshakeBytes message) {
        if (role.stage() != TlsEngine.Stage.CONNECTED) {
            role.onMessage(message);
            return;
        }
        budget.count();
        if (message.type() != HandshakeType.KEY_UPDATE.code()) {
            role.onMessage(message);
            return;
        }
        boolean replyWanted = receiving.keyUpdate(message);
        event(new TlsEvent.KeysUpdated(true, receiving.generation()));
        sending.peerUpdated(replyWanted);
    }

    private void peerClosed() {
        if (!isEstablished() || reader.epoch() != Epoch.APPLICATION) {
            throw new TlsAlert(AlertDescription.CLOSE_NOTIFY, Fault.PEER_ALERT,
                    "the peer closed the connection before the handshake was complete");
        }
        if (reader.hasPendingHandshake()) {
            throw new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED,
                    "close_notify inside a handshake message");
        }
        closeReceived = true;
        event(new TlsEvent.PeerClosed());
        if (closeSent) {
            shut();
        }
    }

    private boolean isEstablished() {
        return switch (stage()) {
            case CONNECTED, UNCONFIRMED -> true;
            case CLIENT_HELLO, HANDSHAKE, CLOSED -> false;
        };
    }

    /// Whatever arrives is ignored.
    private boolean isDeaf() {
        return closed || closeReceived;
    }

    /// The one place where a thrown alert becomes an alert record.
    private void fail(TlsAlert alert) {
        if (alert.fault() != Fault.PEER_ALERT && !closeSent) {
            sending.alert(alert.description(), out());
        }
        end(alert);
    }

    private void end(TlsAlert alert) {
        shut();
        event(new TlsEvent.Failed(alert, endedIn));
    }

    private void shut() {
        closed = true;
        endedIn = role.phase();
        pause = null;
        // RFC 9846 6: MUST forget the secret values and keys established in failed connections
        role.wipe();
        sending.wipe();
        receiving.wipe();
    }

    private static TlsAlert ourBug(RuntimeException bug) {
        return new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_BUG, "the engine failed: " + bug, bug);
    }

    private TlsOutput out() {
        return Objects.requireNonNull(out, "an output, only during a call");
    }

    private TlsSink sink() {
        return Objects.requireNonNull(sink, "a sink, only during a call");
    }
}
