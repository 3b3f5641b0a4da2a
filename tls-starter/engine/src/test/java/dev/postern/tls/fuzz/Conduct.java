package dev.postern.tls.fuzz;

import java.util.Arrays;

/// What the caller of an engine does while a peer's stream comes in, as a fuzzer's byte wants it: sends, updates keys, closes, keeps
/// questions waiting.
///
/// @param choices bits, as below
/// @param piece   in how many bytes the stream comes at a time
record Conduct(int choices, int piece) {
    static final int SEND = 1;
    static final int UPDATE_KEYS = 2;
    static final int CLOSE = 4;
    static final int ANSWER_LATE = 8;
    static final int END_OF_INPUT = 16;

    static final byte[] DATA = {'p', 'o', 'n', 'g'};

    static Conduct read(Script script) {
        int choices = script.u8();
        int piece = script.u8();
        return new Conduct(choices, piece == 0 ? Integer.MAX_VALUE : piece);
    }

    void drive(WatchedEngine engine, byte[] stream) {
        for (int at = 0; at < stream.length;) {
            int length = Math.min(piece, stream.length - at);
            byte[] next = Arrays.copyOfRange(stream, at, at + length);
            at += length;
            step(engine, next);
        }
        settle(engine);
    }

    private void step(WatchedEngine engine, byte[] bytes) {
        if (has(ANSWER_LATE)) {
            engine.offer(bytes);
            engine.answerOne();
        } else {
            engine.receive(bytes);
        }
        if (has(SEND)) {
            engine.send(DATA);
        }
        if (has(UPDATE_KEYS)) {
            engine.updateKeys(bytes.length % 2 == 0);
        }
    }

    private void settle(WatchedEngine engine) {
        engine.receive(new byte[0]);
        if (has(CLOSE)) {
            engine.close();
            engine.receive(new byte[0]);
        }
        if (has(END_OF_INPUT)) {
            engine.endOfInput();
        }
    }

    private boolean has(int choice) {
        return (choices & choice) != 0;
    }
}
