package dev.postern.interop.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `gnutls-cli` as a client of an HTTP server. On its first connection it asks for nothing, and on both it has the same options.
public final class GnuTlsHttpClient implements HttpPeer {
    private static final String AGAIN = "- Connecting again";

    @Override
    public Conversation ask(HttpRun run) {
        try (PeerProcess process = new PeerProcess(command(run))) {
            int again = process.await("^" + AGAIN).end();
            process.awaitFrom(again, "^- Simple Client Mode");
            boolean accepted = process.output().contains("END OF EARLY DATA was queued");
            if (!accepted) {
                process.type(run.second().bytes());
            }
            process.awaitFrom(again, run.until());
            process.closeInput();
            String output = process.awaitExit();
            return new Conversation(new GnuTlsOutput(output.substring(0, again)).ofClient(),
                    new GnuTlsOutput(output.substring(again)).ofClient());
        }
    }

    private static List<String> command(HttpRun run) {
        List<String> command = new ArrayList<>(List.of("stdbuf", "--output=L", PeerExecutable.GNUTLS.path().toString(),
                "--debug", "5", "--port", String.valueOf(run.port()), "--x509cafile", run.roots().toString(),
                "--priority", GnuTlsOutput.priority(List.of(), Optional.empty(), false), "--resume",
                "--waitresumption"));
        run.second().protocols().forEach(protocol -> command.addAll(List.of("--alpn", protocol)));
        if (run.early().length > 0) {
            command.addAll(List.of("--earlydata", HttpRun.file(run.early()).toString()));
        }
        command.add("localhost");
        return command;
    }
}
