package dev.postern.interop.peer;

import java.util.ArrayList;
import java.util.List;

/// A small program of our own around a library, as a client.
public final class ProgramClient implements ClientPeer {
    private final PeerExecutable program;

    public ProgramClient(PeerExecutable program) {
        this.program = program;
    }

    @Override
    public PeerReport run(ClientRun run) {
        try (PeerProcess process = new PeerProcess(command(run))) {
            String output = process.awaitExit();
            List<String> reports = output.lines().filter(line -> line.startsWith("{")).toList();
            if (reports.size() != connections(run)) {
                throw new AssertionError("the client of %s did not report %d connections, but: %s".formatted(
                        program.label(), connections(run), output));
            }
            return ProgramOutput.report(reports.getLast());
        }
    }

    private static int connections(ClientRun run) {
        return run.resume() ? 2 : 1;
    }

    private List<String> command(ClientRun run) {
        List<String> command = new ArrayList<>(List.of(program.path().toString(), "client", "-connect",
                "127.0.0.1:" + run.port(), "-roots", run.roots().toString(), "-connections",
                String.valueOf(connections(run)), "-lines", String.valueOf(run.course().lines())));
        command.addAll(ProgramOutput.options(run.groups(), run.protocols()));
        run.suite().ifPresent(suite -> command.addAll(List.of("-suite", suite.toString())));
        run.identity().ifPresent(identity -> command.addAll(List.of("-certificate",
                identity.certificateFile().toString(), "-key", identity.keyFile().toString())));
        if (!run.early().isEmpty()) {
            command.addAll(List.of("-early", run.early()));
        }
        switch (run.course()) {
            case ONE_LINE, TWO_LINES -> {
            }
            case UPDATE_KEYS -> command.add("-update-keys");
            case SERVER_CLOSES -> command.add("-server-closes");
        }
        command.addAll(run.more());
        return command;
    }
}
