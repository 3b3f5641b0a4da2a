package dev.postern.interop.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `openssl s_client`.
public final class OpenSslClient implements ClientPeer {
    private final PeerExecutable openssl;

    public OpenSslClient(PeerExecutable openssl) {
        this.openssl = openssl;
    }

    @Override
    public PeerReport run(ClientRun run) {
        try {
            if (!run.resume()) {
                return converse(run, run.course(), List.of());
            }
            Path folder = Files.createTempDirectory("postern-openssl");
            Path session = folder.resolve("session.pem");
            converse(run, ClientRun.Course.ONE_LINE, List.of("-sess_out", session.toString()));
            List<String> resume = new ArrayList<>(List.of("-sess_in", session.toString()));
            if (!run.early().isEmpty()) {
                Path early = Files.writeString(folder.resolve("early.txt"), run.early());
                resume.addAll(List.of("-early_data", early.toString()));
            }
            return converse(run, run.course(), resume);
        } catch (IOException e) {
            throw new IllegalStateException("no temporary folder", e);
        }
    }

    private PeerReport converse(ClientRun run, ClientRun.Course course, List<String> more) {
        List<String> command = command(run);
        command.addAll(more);
        try (PeerProcess process = new PeerProcess(command)) {
            // Typed before the handshake is over, the line waits in the pipe; s_client reads it once connected.
            process.type("line 1\n");
            if (!echoed(process, "line 1")) {
                return new OpenSslOutput(process.awaitExit()).ofClient();
            }
            switch (course) {
                case ONE_LINE -> process.type("Q\n");
                case TWO_LINES -> secondLine(process);
                case UPDATE_KEYS -> {
                    process.type("K\n");
                    process.await("^KEYUPDATE");
                    secondLine(process);
                }
                case SERVER_CLOSES -> process.await("^closed");
            }
            return new OpenSslOutput(process.awaitExit()).ofClient();
        }
    }

    /// Whether the line came back; a handshake that fails ends the process instead.
    private static boolean echoed(PeerProcess process, String line) {
        process.awaitOutputOrExit("^" + line + "\\R");
        return process.output().contains("\n" + line + "\n");
    }

    private static void secondLine(PeerProcess process) {
        process.type("line 2\n");
        process.await("^line 2");
        process.type("Q\n");
    }

    private List<String> command(ClientRun run) {
        List<String> command = new ArrayList<>(List.of(openssl.path().toString(), "s_client", "-msg", "-tls1_3",
                "-connect", "127.0.0.1:" + run.port(), "-servername", "localhost", "-verify_hostname", "localhost",
                "-CAfile", run.roots().toString(), "-verify_return_error"));
        if (!run.groups().isEmpty()) {
            command.addAll(List.of("-groups", OpenSslOutput.groups(run.groups())));
        }
        run.suite().ifPresent(suite -> command.addAll(List.of("-ciphersuites", OpenSslOutput.suite(suite))));
        run.identity().ifPresent(identity -> command.addAll(List.of("-cert", identity.certificateFile().toString(),
                "-key", identity.keyFile().toString())));
        if (!run.protocols().isEmpty()) {
            command.addAll(List.of("-alpn", String.join(",", run.protocols())));
        }
        command.addAll(run.more());
        return command;
    }
}
