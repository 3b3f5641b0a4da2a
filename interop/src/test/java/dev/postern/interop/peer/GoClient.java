package dev.postern.interop.peer;

import dev.postern.tls.codepoint.NamedGroup;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Go's `crypto/tls` as a client. It offers every TLS 1.3 suite, always: Go lets nobody choose.
public final class GoClient implements ClientPeer {
    @Override
    public PeerReport run(ClientRun run) {
        try (PeerProcess process = new PeerProcess(command(run))) {
            String output = process.awaitExit();
            List<String> reports = output.lines().filter(line -> line.startsWith("{")).toList();
            if (reports.size() != connections(run)) {
                throw new AssertionError(
                        "Go's client did not report %d connections, but: %s".formatted(connections(run),
                                output));
            }
            return GoOutput.report(reports.getLast());
        }
    }

    private static int connections(ClientRun run) {
        return run.resume() ? 2 : 1;
    }

    private static List<String> command(ClientRun run) {
        List<String> command = new ArrayList<>(List.of(PeerExecutable.GO.path().toString(), "client", "-connect",
                "127.0.0.1:" + run.port(), "-roots", run.roots().toString(), "-connections",
                String.valueOf(connections(run)), "-lines", String.valueOf(run.course().lines())));
        command.addAll(groups(run.groups()));
        run.identity().ifPresent(identity -> command.addAll(List.of("-certificate",
                identity.certificateFile().toString(), "-key", identity.keyFile().toString())));
        if (!run.protocols().isEmpty()) {
            command.addAll(List.of("-alpn", String.join(",", run.protocols())));
        }
        return command;
    }

    static List<String> groups(List<NamedGroup> groups) {
        return groups.isEmpty() ? List.of()
                : List.of("-groups", groups.stream().map(NamedGroup::toString).collect(Collectors.joining(",")));
    }
}
