package dev.postern.interop.bogo;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/// One test case: a connection, and those that resume it, with what a process keeps between them.
final class ShimRun {

    /// The runner gives up before that; nothing of ours shall wait for ever for a runner that was stopped.
    private static final int SOCKET_TIMEOUT_MILLIS = 90_000;
    private static final int SHIM_ID_BYTES = 8;

    private final Flags flags;
    private final ShimProcess process = new ShimProcess();

    private ShimRun(Flags flags) {
        this.flags = flags;
    }

    static Outcome of(List<String> arguments) {
        Flags flags = Flags.parse(arguments);
        if (flags.initial().has("-is-handshaker-supported")) {
            return new Outcome.NoHandshaker();
        }
        if (!flags.notImplemented().isEmpty()) {
            return new Outcome.NotImplemented(flags.notImplemented());
        }
        try {
            new ShimRun(flags).connectAll();
            return new Outcome.Passed();
        } catch (NotImplementedException more) {
            return new Outcome.NotImplemented(List.of(more.wanted()));
        } catch (UnmetException unmet) {
            return new Outcome.Failed(unmet.sentence());
        } catch (IOException broken) {
            return new Outcome.Failed("the connection to the runner broke: " + broken);
        } catch (RuntimeException bug) {
            StringWriter trace = new StringWriter();
            bug.printStackTrace(new PrintWriter(trace));
            return new Outcome.Failed("the shim has a bug: " + trace);
        }
    }

    private void connectAll() throws IOException {
        Versions.require13(flags.initial());
        Versions.require13(flags.resume());
        int connections = 1 + flags.initial().number("-resume-count", 0);
        for (int i = 0; i < connections; i++) {
            Settings settings = i == 0 ? flags.initial() : flags.resume();
            connect(settings, i > 0);
            process.advanceClock(settings.number("-resumption-delay", 0));
        }
    }

    private void connect(Settings settings, boolean resumption) throws IOException {
        Side side = settings.has("-server")
                ? new ServerSide(settings, process)
                : new ClientSide(settings, process, resumption);
        try (Socket socket = open(settings)) {
            new Exchange(socket, side, new Exchange.Case(settings, flags.retry(), resumption), process).run();
        }
    }

    /// However we play, the runner listens and we connect; eight bytes tell it which case this is.
    private static Socket open(Settings settings) throws IOException {
        Socket socket = new Socket(InetAddress.getByName(settings.has("-ipv6") ? "::1" : "127.0.0.1"),
                settings.number("-port", 0));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
        byte[] id = new byte[SHIM_ID_BYTES];
        long shimId = Long.parseUnsignedLong(settings.text("-shim-id").orElse("0"));
        for (int i = 0; i < SHIM_ID_BYTES; i++) {
            id[i] = (byte) (shimId >>> (8 * i));
        }
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.write(id);
        out.flush();
        return socket;
    }
}
