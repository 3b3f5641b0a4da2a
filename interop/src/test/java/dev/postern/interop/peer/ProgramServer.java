package dev.postern.interop.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A small program of our own around a library, as an echo server.
public final class ProgramServer implements ServerPeer {
    private final PeerExecutable program;

    public ProgramServer(PeerExecutable program) {
        this.program = program;
    }

    @Override
    public Running start(ServerRun run) {
        PeerProcess process = new PeerProcess(command(run));
        var listening = process.await("^\\{\"port\": ?\\d+\\}$");
        return new Listening(process, ProgramOutput.port(listening.group()), listening.end());
    }

    private List<String> command(ServerRun run) {
        List<String> command = new ArrayList<>(List.of(program.path().toString(), "server", "-certificate",
                run.identity().certificateFile().toString(), "-key", run.identity().keyFile().toString(), "-roots",
                run.roots().toString(), "-connections", String.valueOf(run.connections()), "-client-auth",
                run.clientAuth().name().toLowerCase(Locale.ROOT)));
        command.addAll(ProgramOutput.options(run.groups(), run.protocols()));
        run.suite().ifPresent(suite -> command.addAll(List.of("-suite", suite.toString())));
        if (run.early()) {
            command.add("-early");
        }
        if (run.updateKeys()) {
            command.add("-update-keys");
        }
        command.addAll(run.more());
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
            // It does so by itself before it sends the second line back.
        }

        @Override
        public PeerReport awaitReport() {
            var report = process.awaitFrom(reported, "^\\{.*\\}$");
            reported = report.end();
            return ProgramOutput.report(report.group());
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
