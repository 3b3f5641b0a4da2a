package dev.postern.tls.pair;

import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.TlsAlert;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// One engine with what a caller keeps around it: bytes that are not consumed yet, and the answers to its questions.
///
/// @param <E> the engine's type
public final class Peer<E extends TlsEngine> {
    private final E engine;
    private final Outbox out = new Outbox();
    private final Inbox inbox = new Inbox();
    private final Answers answers;
    private boolean promptAnswers = true;
    private byte[] pending = {};

    public Peer(E engine, Answers answers) {
        this.engine = engine;
        this.answers = answers;
    }

    public E engine() {
        return engine;
    }

    public Outbox out() {
        return out;
    }

    public Inbox inbox() {
        return inbox;
    }

    public Answers answers() {
        return answers;
    }

    /// From now on a question stays open until [#answerOne]: meanwhile more bytes come in, and none may be taken.
    public Peer<E> answersLate() {
        promptAnswers = false;
        return this;
    }

    /// Bytes from the network.
    public void receive(byte[] bytes) {
        byte[] joined = Arrays.copyOf(pending, pending.length + bytes.length);
        System.arraycopy(bytes, 0, joined, pending.length, bytes.length);
        pending = joined;
        work();
    }

    /// Takes what can be taken, answers what is asked.
    private void work() {
        boolean progress = true;
        while (progress) {
            if (promptAnswers && engine.pause().isPresent()) {
                answers.answer(engine.pause().get(), out, inbox);
            }
            int consumed = receiveOnce();
            progress = consumed > 0 || (promptAnswers && engine.pause().isPresent());
        }
    }

    private int receiveOnce() {
        // A copy, since the engine may decrypt in place; and not at index 0, since nobody promised that.
        byte[] in = new byte[pending.length + 7];
        System.arraycopy(pending, 0, in, 7, pending.length);
        boolean paused = engine.pause().isPresent();
        int consumed = engine.receive(in, 7, pending.length, out, inbox);
        if (consumed < 0 || consumed > pending.length || (paused && consumed > 0)) {
            throw new AssertionError("the engine took " + consumed + " of " + pending.length + " bytes"
                    + (paused ? " although it waits for an answer" : ""));
        }
        pending = Arrays.copyOfRange(pending, consumed, pending.length);
        return consumed;
    }

    /// Answers the open question, if there is one.
    ///
    /// @return whether there was one
    public boolean answerOne() {
        Optional<Pause<?>> pause = engine.pause();
        if (pause.isEmpty()) {
            return false;
        }
        answers.answer(pause.get(), out, inbox);
        work();
        return true;
    }

    public void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int taken = engine.send(bytes, 0, bytes.length, out);
        if (taken != bytes.length) {
            throw new AssertionError("only " + taken + " of " + bytes.length + " bytes were taken");
        }
    }

    public int send(byte[] bytes) {
        return engine.send(bytes, 0, bytes.length, out);
    }

    public void close() {
        engine.close(out);
    }

    /// Why it failed, if it did.
    public Optional<TlsAlert> failure() {
        return inbox.failure();
    }
}
