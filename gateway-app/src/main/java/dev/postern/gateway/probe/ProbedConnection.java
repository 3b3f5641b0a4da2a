package dev.postern.gateway.probe;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.Pause;
import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.event.ArrayOutput;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One engine over one blocking socket.
final class ProbedConnection implements AutoCloseable {
    private static final String LOCALHOST = ".localhost";

    private final Socket socket = new Socket();
    private final TlsClientEngine engine;
    private final Observations seen = new Observations();
    private final ArrayOutput written = new ArrayOutput();
    private final byte[] buffer = new byte[65_536];
    private int filled;
    private boolean keepBack;

    ProbedConnection(ProbeTarget target, EngineEnvironment environment, TlsClientConfig config) throws ProbeFailure {
        this.engine = new TlsClientEngine(environment, config);
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address(target.host()), target.port()),
                    (int) target.patience().toMillis());
        } catch (UnknownHostException nameless) {
            close();
            throw new ProbeFailure("%s:%d cannot be reached: no address is known for %s".formatted(target.host(),
                    target.port(), target.host()));
        } catch (IOException unreachable) {
            close();
            throw new ProbeFailure("%s:%d cannot be reached: %s".formatted(target.host(), target.port(),
                    unreachable.getMessage()));
        }
    }

    /// RFC 6761 6.3: names below localhost are this machine, whatever a resolver knows of them; ours of the demo are such.
    private static InetAddress address(String host) throws UnknownHostException {
        return host.endsWith(LOCALHOST) ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
    }

    Observations seen() {
        return seen;
    }

    /// Sends the first flight.
    ///
    /// @param early sent as early data; empty for none
    /// @return the flight
    byte[] start(String early) throws ProbeFailure {
        try {
            engine.start(written);
        } catch (TlsAlert impossible) {
            throw new ProbeFailure("no ClientHello can be made: " + impossible.getMessage());
        }
        if (!early.isEmpty() && engine.earlyDataCapacity() >= early.length()) {
            send(early);
        }
        byte[] flight = written.bytes();
        flush();
        return flight;
    }

    /// From here on what the engine writes stays here, until [#letGo].
    void keepBack() {
        keepBack = true;
    }

    void letGo() throws ProbeFailure {
        keepBack = false;
        flush();
    }

    void request(String text) throws ProbeFailure {
        send(text);
        flush();
    }

    private void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        engine.send(bytes, 0, bytes.length, written);
    }

    /// Reads until the condition holds, the connection is over, or the time is up.
    ///
    /// @return whether the condition holds
    boolean until(BooleanSupplier condition, Duration patience) throws ProbeFailure {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (!condition.getAsBoolean() && !seen.over()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                socket.setSoTimeout((int) left);
                int read = socket.getInputStream().read(buffer, filled, buffer.length - filled);
                if (read < 0) {
                    engine.endOfInput(seen);
                    return condition.getAsBoolean();
                }
                filled += read;
                receive();
                flush();
            }
        } catch (SocketTimeoutException silence) {
            return condition.getAsBoolean();
        } catch (IOException cut) {
            throw new ProbeFailure("the server cut the connection: " + cut.getMessage());
        }
        return condition.getAsBoolean();
    }

    private void receive() {
        int offset = 0;
        int consumed;
        do {
            consumed = engine.receive(buffer, offset, filled - offset, written, seen);
            offset += consumed;
        } while (answeredQuestions() || (consumed > 0 && offset < filled));
        System.arraycopy(buffer, offset, buffer, 0, filled - offset);
        filled -= offset;
    }

    private boolean answeredQuestions() {
        boolean answered = false;
        for (Optional<Pause<?>> question = engine.pause(); question.isPresent(); question = engine.pause()) {
            answer(question.get());
            answered = true;
        }
        return answered;
    }

    private void answer(Pause<?> question) {
        switch (question) {
            // Whatever is thought of the server's certificate, the examination goes on; Chains judges it for the report.
            case Pause.VerifyPeer verify -> verify.resume(new PeerVerdict.Trusted(), written, seen);
            case Pause.Sign _,Pause.ChooseConfig _,Pause.OpenTicket _,Pause.JudgeEarlyData _ ->
                throw new IllegalStateException("a client without a certificate was asked " + question);
        }
    }

    private void flush() throws ProbeFailure {
        if (keepBack) {
            return;
        }
        try {
            socket.getOutputStream().write(written.take());
        } catch (IOException cut) {
            throw new ProbeFailure("the server cut the connection: " + cut.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            // Nothing is left to do with it.
        }
    }
}
