package dev.postern.tls.fuzz;

import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;
import dev.postern.tls.pair.Answers;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An engine with its caller, who checks at every call what an engine owes whatever its peer does:
///
/// - nothing but events for what a peer did, and no alert that blames us;
/// - application data only behind HandshakeConfirmed, early data only between its acceptance and its end;
/// - each turning point once, and nothing after the last;
/// - no byte taken while a question is open, none invented, none left once it is closed.
final class WatchedEngine {
    private static final int PATIENCE = 100_000;

    private final TlsEngine engine;
    private final Answers answers;
    private final Sink sink = new Sink();
    private final Output out = new Output();
    private final List<TlsEvent> events = new ArrayList<>();
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private final ByteArrayOutputStream application = new ByteArrayOutputStream();
    private final ByteArrayOutputStream sentEarly = new ByteArrayOutputStream();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private byte[] pending = {};
    private boolean confirmed;
    private boolean earlyOpen;
    private boolean ended;
    private boolean failed;

    WatchedEngine(TlsEngine engine, Answers answers) {
        this.engine = engine;
        this.answers = answers;
    }

    TlsEngine engine() {
        return engine;
    }

    TlsOutput output() {
        return out;
    }

    byte[] take() {
        byte[] taken = out.sent.toByteArray();
        out.sent.reset();
        return taken;
    }

    List<TlsEvent> events() {
        return events;
    }

    byte[] earlyData() {
        return early.toByteArray();
    }

    byte[] applicationData() {
        return application.toByteArray();
    }

    boolean isConfirmed() {
        return confirmed;
    }

    Optional<TlsAlert> failure() {
        return events.stream().filter(TlsEvent.Failed.class::isInstance).map(TlsEvent.Failed.class::cast)
                .map(TlsEvent.Failed::alert).findFirst();
    }

    /// Where it stands, in a word.
    String outcome() {
        return failure().map(alert -> alert.description().label()).orElse(engine.stage().name());
    }

    /// Bytes from the network; questions are answered at once.
    void receive(byte[] bytes) {
        offer(bytes);
        for (int round = 0; answerOne(); round++) {
            Findings.require(round < PATIENCE, "questions without end");
        }
    }

    /// Bytes from the network, of which no more are taken than the open question allows.
    void offer(byte[] bytes) {
        byte[] joined = Arrays.copyOf(pending, pending.length + bytes.length);
        System.arraycopy(bytes, 0, joined, pending.length, bytes.length);
        pending = joined;
        read();
    }

    boolean answerOne() {
        Optional<Pause<?>> pause = engine.pause();
        if (pause.isEmpty()) {
            return false;
        }
        answers.answer(pause.get(), out, sink);
        check();
        read();
        return true;
    }

    void send(byte[] data) {
        if (engine.canSend()) {
            boolean before = engine.stage() == TlsEngine.Stage.HANDSHAKE;
            int taken = engine.send(data, 0, data.length, out);
            (before ? sentEarly : sent).write(data, 0, taken);
            check();
        }
    }

    /// What was given to [#send] and taken, before the handshake was complete and after.
    byte[] sentEarly() {
        return sentEarly.toByteArray();
    }

    byte[] sent() {
        return sent.toByteArray();
    }

    void updateKeys(boolean askPeer) {
        if (engine.canSend() && engine.stage() == TlsEngine.Stage.CONNECTED) {
            engine.updateKeys(askPeer, out);
            check();
        }
    }

    void close() {
        engine.close(out);
        check();
    }

    void endOfInput() {
        engine.endOfInput(sink);
        check();
    }

    private void read() {
        // The engine may decrypt in place, and nobody promised it index 0.
        byte[] in = new byte[pending.length + 3];
        System.arraycopy(pending, 0, in, 3, pending.length);
        boolean paused = engine.pause().isPresent();
        boolean wasClosed = engine.stage() == TlsEngine.Stage.CLOSED;
        int taken = engine.receive(in, 3, pending.length, out, sink);
        Findings.require(taken >= 0 && taken <= pending.length, "took " + taken + " of " + pending.length + " bytes");
        Findings.require(!paused || wasClosed || taken == 0, "took bytes although a question is open");
        pending = Arrays.copyOfRange(pending, taken, pending.length);
        check();
    }

    private void check() {
        if (failed) {
            Findings.requireSame(TlsEngine.Stage.CLOSED, engine.stage(), "the stage of a failed connection");
        }
        if (engine.stage() == TlsEngine.Stage.CLOSED) {
            Findings.require(engine.pause().isEmpty(), "a closed connection asks");
            Findings.require(!engine.canSend(), "a closed connection would send");
            ended = true;
        }
    }

    private void note(TlsEvent event) {
        Findings.require(!failed, "after its failure the connection reports " + event);
        switch (event) {
            case TlsEvent.EarlyDataAccepted _ -> {
                Findings.require(!earlyOpen && !confirmed, "early data is accepted twice, or late");
                earlyOpen = true;
            }
            case TlsEvent.EarlyDataRejected _ -> Findings.require(!earlyOpen, "accepted early data is rejected");
            case TlsEvent.EarlyDataEnded ended -> {
                Findings.require(earlyOpen, "early data ends that was not accepted");
                Findings.requireSame((long) early.size(), ended.bytes(), "the count of early data");
                earlyOpen = false;
            }
            case TlsEvent.HandshakeConfirmed _ -> {
                Findings.require(!confirmed, "the handshake is confirmed twice");
                Findings.require(!ended, "a closed connection is confirmed");
                confirmed = true;
            }
            case TlsEvent.TicketReceived _,TlsEvent.KeysUpdated _ ->
                Findings.require(confirmed, "a post-handshake message before Finished");
            case TlsEvent.EchRejected _ -> Findings.require(!confirmed, "a refused hello after Finished");
            case TlsEvent.CertificateRequested _ -> Findings.require(!confirmed, "a request after Finished");
            case TlsEvent.PeerClosed _ -> {}
            case TlsEvent.Failed failure -> {
                Findings.blamesThePeer(failure.alert());
                failed = true;
            }
        }
        events.add(event);
    }

    private final class Sink implements TlsSink {
        private byte[] room = {};

        @Override
        public byte[] reserve(int bytes) {
            Findings.require(bytes <= 1 << 15, "room for " + bytes + " bytes of one record");
            room = new byte[bytes + 5];
            return room;
        }

        @Override
        public int position() {
            return 5;
        }

        @Override
        public void commit(int bytes, DataKind kind) {
            Findings.require(!failed, "data after the failure");
            Findings.require(bytes > 0, "an empty piece of data");
            switch (kind) {
                case EARLY -> {
                    Findings.require(earlyOpen && !confirmed, "early data outside of its time");
                    early.write(room, 5, bytes);
                }
                case APPLICATION -> {
                    Findings.require(confirmed, "application data before Finished");
                    application.write(room, 5, bytes);
                }
            }
        }

        @Override
        public void event(TlsEvent event) {
            note(event);
        }
    }

    private final class Output implements TlsOutput {
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private byte[] room = {};

        @Override
        public byte[] reserve(int bytes) {
            room = new byte[bytes + 2];
            return room;
        }

        @Override
        public int position() {
            return 2;
        }

        @Override
        public void commit(int bytes) {
            boolean wasOver = ended && !failed && engine.stage() == TlsEngine.Stage.CLOSED;
            Findings.require(!failed && !wasOver, "bytes for the peer after the end");
            sent.write(room, 2, bytes);
        }
    }
}
