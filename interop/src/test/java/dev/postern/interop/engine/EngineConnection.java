package dev.postern.interop.engine;

import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.event.ArrayOutput;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

/// One engine over one blocking socket. One thread reads; whoever holds the lock has the engine, so that a test may send meanwhile.
final class EngineConnection {
    private final Socket socket;
    private final TlsEngine engine;
    private final Answers answers;
    private final EngineJournal journal = new EngineJournal();
    private final Inbound inbound = new Inbound(journal);
    private final ArrayOutput outbound = new ArrayOutput();
    private final ReentrantLock lock = new ReentrantLock();

    EngineConnection(Socket socket, TlsEngine engine, Answers answers) throws IOException {
        this.socket = socket;
        this.engine = engine;
        this.answers = answers;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Deadline.WAIT.toMillis());
    }

    EngineJournal journal() {
        return journal;
    }

    /// Reads until the connection is over. What arrived is handed to the application after each engine call, not inside it.
    void run(Consumer<String> application) {
        try (socket) {
            byte[] buffer = new byte[65_536];
            int filled = 0;
            int read;
            while ((read = socket.getInputStream().read(buffer, filled, buffer.length - filled)) >= 0) {
                filled = receive(buffer, filled + read);
                String arrived = inbound.take();
                if (!arrived.isEmpty()) {
                    application.accept(arrived);
                }
                if (answerClose()) {
                    return;
                }
                if (isClosed()) {
                    journal.end();
                    leave(buffer);
                    return;
                }
            }
            locked(() -> engine.endOfInput(inbound));
        } catch (IOException | UncheckedIOException e) {
            // The peer cut the line, which peers do after an alert; what the engine saw of it is in the journal.
            locked(() -> engine.endOfInput(inbound));
        } finally {
            journal.end();
        }
    }

    /// What still comes is read away: a close with bytes unread resets the connection, and the reset would overtake our alert.
    private void leave(byte[] buffer) throws IOException {
        socket.shutdownOutput();
        while (socket.getInputStream().read(buffer) >= 0) {
            // nobody wants it
        }
    }

    private int receive(byte[] buffer, int filled) throws IOException {
        lock.lock();
        try {
            int offset = 0;
            int consumed;
            do {
                consumed = engine.receive(buffer, offset, filled - offset, outbound, inbound);
                offset += consumed;
            } while (answerQuestions(inbound) || (consumed > 0 && offset < filled));
            System.arraycopy(buffer, offset, buffer, 0, filled - offset);
            socket.getOutputStream().write(outbound.take());
            return filled - offset;
        } finally {
            lock.unlock();
        }
    }

    private boolean answerQuestions(TlsSink sink) {
        boolean answered = false;
        for (Optional<Pause<?>> question = engine.pause(); question.isPresent(); question = engine.pause()) {
            answers.answer(question.get(), outbound, sink);
            answered = true;
        }
        return answered;
    }

    private boolean answerClose() throws IOException {
        if (!journal.peerClosed()) {
            return false;
        }
        close();
        socket.shutdownOutput();
        return true;
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return engine.stage() == TlsEngine.Stage.CLOSED;
        } finally {
            lock.unlock();
        }
    }

    void send(String text) {
        write(out -> {
            byte[] bytes = text.getBytes(UTF_8);
            int taken = engine.send(bytes, 0, bytes.length, out);
            if (taken < bytes.length) {
                throw new AssertionError("the engine took %d of %d bytes".formatted(taken, bytes.length));
            }
        });
    }

    void updateKeys(boolean askPeer) {
        write(out -> engine.updateKeys(askPeer, out));
    }

    void close() {
        write(engine::close);
    }

    /// Lets the caller use the engine, then sends what it wrote.
    void write(Consumer<TlsOutput> use) {
        lock.lock();
        try {
            use.accept(outbound);
            socket.getOutputStream().write(outbound.take());
        } catch (IOException e) {
            throw new UncheckedIOException("the peer cut the line while we wrote; our end saw " + journal, e);
        } finally {
            lock.unlock();
        }
    }

    /// The connection is given up: its reading thread ends.
    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket did not close", e);
        }
    }

    private void locked(Runnable use) {
        lock.lock();
        try {
            use.run();
        } finally {
            lock.unlock();
        }
    }
}
