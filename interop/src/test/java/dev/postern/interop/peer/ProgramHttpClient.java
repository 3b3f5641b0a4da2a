package dev.postern.interop.peer;

import dev.postern.tls.codepoint.NamedGroup;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A small program of our own around a library, as a client of an HTTP server.
public final class ProgramHttpClient implements HttpPeer {
    private final PeerExecutable program;

    public ProgramHttpClient(PeerExecutable program) {
        this.program = program;
    }

    @Override
    public Conversation ask(HttpRun run) {
        try (PeerProcess process = new PeerProcess(command(run))) {
            String output = process.awaitExit();
            List<String> reports = output.lines().filter(line -> line.startsWith("{")).toList();
            if (reports.size() != 2) {
                throw new AssertionError("the client of %s did not report two connections, but: %s".formatted(
                        program.label(), output));
            }
            return new Conversation(ProgramOutput.report(reports.getFirst()), ProgramOutput.report(reports.getLast()));
        }
    }

    private List<String> command(HttpRun run) {
        List<String> command = new ArrayList<>(List.of(program.path().toString(), "client", "-connect",
                "127.0.0.1:" + run.port(), "-roots", run.roots().toString(), "-connections", "2", "-request",
                HttpRun.file(run.first().bytes()).toString(), "-alpn", String.join(",", run.first().protocols()),
                "-later-request", HttpRun.file(run.second().bytes()).toString(), "-later-alpn",
                String.join(",", run.second().protocols()), "-until", run.until()));
        if (!run.laterGroups().isEmpty()) {
            command.addAll(List.of("-later-groups", run.laterGroups().stream().map(NamedGroup::toString)
                    .collect(Collectors.joining(","))));
        }
        if (run.early().length > 0) {
            command.addAll(List.of("-early-request", HttpRun.file(run.early()).toString()));
        }
        return command;
    }
}
