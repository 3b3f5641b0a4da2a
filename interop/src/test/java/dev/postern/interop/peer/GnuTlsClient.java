package dev.postern.interop.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `gnutls-cli`. Its results go to standard output, its debug lines to standard error: `stdbuf` keeps them in their order.
public final class GnuTlsClient implements ClientPeer {
    @Override
    public PeerReport run(ClientRun run) {
        try (PeerProcess process = new PeerProcess(command(run))) {
            process.type("line 1\n");
            process.awaitOutputOrExit("^line 1\\R");
            if (process.output().contains("\nline 1\n")) {
                follow(run.course(), process);
            }
            String output = process.awaitExit();
            // A resuming client prints both of its connections; what is asked about is the second.
            int again = output.indexOf("- Connecting again");
            return new GnuTlsOutput(again < 0 ? output : output.substring(again)).ofClient();
        }
    }

    private static void follow(ClientRun.Course course, PeerProcess process) {
        switch (course) {
            case ONE_LINE -> process.closeInput();
            case TWO_LINES -> secondLine(process);
            case UPDATE_KEYS -> {
                process.type("^rekey^\n");
                process.await("^- Rekey was completed");
                secondLine(process);
            }
            case SERVER_CLOSES -> process.await("^- Peer has closed the GnuTLS connection");
        }
    }

    private static void secondLine(PeerProcess process) {
        process.type("line 2\n");
        process.await("^line 2");
        process.closeInput();
    }

    private static List<String> command(ClientRun run) {
        List<String> command = new ArrayList<>(List.of("stdbuf", "--output=L", PeerExecutable.GNUTLS.path().toString(),
                "--debug", "5",
                "--inline-commands", "--port", String.valueOf(run.port()), "--x509cafile", run.roots().toString(),
                "--priority", GnuTlsOutput.priority(run.groups(), run.suite(), run.more().contains("--pskusername"))));
        if (!run.groups().isEmpty()) {
            command.add("--single-key-share");
        }
        run.identity().ifPresent(identity -> command.addAll(List.of("--x509certfile",
                identity.certificateFile().toString(), "--x509keyfile", identity.keyFile().toString())));
        run.protocols().forEach(protocol -> command.addAll(List.of("--alpn", protocol)));
        if (run.resume()) {
            command.addAll(List.of("--resume", "--waitresumption"));
        }
        if (!run.early().isEmpty()) {
            command.addAll(List.of("--earlydata", earlyFile(run.early()).toString()));
        }
        command.addAll(run.more());
        command.add("localhost");
        return command;
    }

    private static Path earlyFile(String text) {
        try {
            return Files.writeString(Files.createTempFile("postern-early", ".txt"), text);
        } catch (IOException e) {
            throw new IllegalStateException("no temporary file", e);
        }
    }
}
