package dev.postern.interop.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Go's `crypto/tls` as an echo server.
public final class GoServer implements ServerPeer {
    @Override
    public Running start(ServerRun run) {
        PeerProcess process = new PeerProcess(command(run));
        var listening = process.await("^\\{\"port\":\\d+\\}$");
        return new Listening(process, GoOutput.port(listening.group()), listening.end());
    }

    private static List<String> command(ServerRun run) {
        List<String> command = new ArrayList<>(List.of(PeerExecutable.GO.path().toString(), "server", "-certificate",
                run.identity().certificateFile().toString(), "-key", run.identity().keyFile().toString(), "-roots",
                run.roots().toString(), "-connections", String.valueOf(run.connections()), "-client-auth",
                run.clientAuth().name().toLowerCase(Locale.ROOT)));
        command.addAll(GoClient.groups(run.groups()));
        if (!run.protocols().isEmpty()) {
            command.addAll(List.of("-alpn", String.join(",", run.protocols())));
        }
        return command;
    }

    private static final class Listening implements Running {
        private final PeerProcess process;
        private final int port;
        private int reported;

        Listening(PeerProcess process, int port, int reported) {
            this.process = process;
            this.port = port;
            this.reported = reported;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void sendBack(String line) {
            // It is an echo server.
        }

        @Override
        public void updateKeys() {
            throw new UnsupportedOperationException("crypto/tls offers no way to update its key");
        }

        @Override
        public PeerReport awaitReport() {
            var report = process.awaitFrom(reported, "^\\{.*\\}$");
            reported = report.end();
            return GoOutput.report(report.group());
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
