package dev.postern.interop.engine;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What our end of one connection saw, in order. Written by the connection's thread, read and awaited by the test.
public final class EngineJournal {
    private final List<TlsEvent> events = new ArrayList<>();
    private final StringBuilder early = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private boolean over;

    synchronized void add(TlsEvent event) {
        events.add(event);
        notifyAll();
    }

    synchronized void add(DataKind kind, String data) {
        switch (kind) {
            case EARLY -> early.append(data);
            case APPLICATION -> text.append(data);
        }
        notifyAll();
    }

    synchronized void end() {
        over = true;
        notifyAll();
    }

    /// Waits until the condition holds; fails at once when the connection ended without it.
    public synchronized EngineJournal await(String what, Predicate<EngineJournal> condition) {
        long end = System.nanoTime() + Deadline.WAIT.toNanos();
        while (!condition.test(this)) {
            long leftMillis = (end - System.nanoTime()) / 1_000_000;
            if (over || leftMillis <= 0) {
                throw new AssertionError("%s: our end waited for %s, but saw %s".formatted(
                        over ? "connection over" : "deadline", what, this));
            }
            try {
                wait(leftMillis);
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted while waiting for " + what, e);
            }
        }
        return this;
    }

    public EngineJournal awaitConfirmed() {
        return await("a confirmed handshake", j -> j.confirmed().isPresent());
    }

    public EngineJournal awaitText(String expected) {
        return await("the text " + expected.strip(), j -> j.text().contains(expected));
    }

    public EngineJournal awaitEnd() {
        return await("the end of the connection", EngineJournal::isOver);
    }

    public synchronized boolean isOver() {
        return over;
    }

    /// What was negotiated, once both Finished messages are verified.
    public Optional<SessionInfo> confirmed() {
        return all(TlsEvent.HandshakeConfirmed.class).map(TlsEvent.HandshakeConfirmed::info).findFirst();
    }

    /// @throws AssertionError without a confirmed handshake, with all that was seen instead
    public SessionInfo session() {
        return confirmed().orElseThrow(() -> new AssertionError("no confirmed handshake, but " + this));
    }

    public EarlyDataReason earlyData() {
        return session().earlyData();
    }

    /// What arrived as early data.
    public synchronized String earlyText() {
        return early.toString();
    }

    /// What arrived as 1-RTT data.
    public synchronized String text() {
        return text.toString();
    }

    /// Plaintext bytes of early data, as the engine counted them at EndOfEarlyData.
    public long earlyBytes() {
        return all(TlsEvent.EarlyDataEnded.class).mapToLong(TlsEvent.EarlyDataEnded::bytes).sum();
    }

    public List<ClientSession> tickets() {
        return all(TlsEvent.TicketReceived.class).map(TlsEvent.TicketReceived::session).toList();
    }

    /// How many key updates of the peer arrived. Our own are not events: whoever wants them asks for them or sends data.
    public long keyUpdatesReceived() {
        return all(TlsEvent.KeysUpdated.class).filter(TlsEvent.KeysUpdated::receiving).count();
    }

    public boolean peerClosed() {
        return all(TlsEvent.PeerClosed.class).findAny().isPresent();
    }

    public boolean earlyDataRejected() {
        return all(TlsEvent.EarlyDataRejected.class).findAny().isPresent();
    }

    /// Why early data was refused, whether the handshake ended or not.
    public Optional<EarlyDataReason> earlyDataRefusal() {
        return all(TlsEvent.EarlyDataRejected.class).map(TlsEvent.EarlyDataRejected::reason).findFirst();
    }

    /// What a server that could not read our encrypted hello told us to use instead.
    public Optional<EchConfigList> retryConfigs() {
        return all(TlsEvent.EchRejected.class).map(TlsEvent.EchRejected::retryConfigs).filter(Objects::nonNull)
                .findFirst();
    }

    /// Why the connection failed. An alert that the peer sent has [Fault#PEER_ALERT]; every other one is ours.
    public Optional<TlsAlert> failure() {
        return all(TlsEvent.Failed.class).map(TlsEvent.Failed::alert).findFirst();
    }

    private synchronized <E extends TlsEvent> Stream<E> all(Class<E> type) {
        return List.copyOf(events).stream().filter(type::isInstance).map(type::cast);
    }

    @Override
    public synchronized String toString() {
        return "%s, early text '%s', text '%s'%s".formatted(events, early, text, over ? ", over" : "");
    }
}
