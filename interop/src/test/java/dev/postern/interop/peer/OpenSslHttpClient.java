package dev.postern.interop.peer;

import java.util.ArrayList;
import java.util.List;

/// `openssl s_client`, once for each connection, as a client of an HTTP server.
public final class OpenSslHttpClient implements HttpPeer {
    private final PeerExecutable openssl;
    private final boolean overconfident;

    public OpenSslHttpClient(PeerExecutable openssl) {
        this(openssl, false);
    }

    /// @param overconfident whether it believes of any ticket that it allows early data
    public OpenSslHttpClient(PeerExecutable openssl, boolean overconfident) {
        this.openssl = openssl;
        this.overconfident = overconfident;
    }

    @Override
    public Conversation ask(HttpRun run) {
        String session = HttpRun.file(new byte[0]).toString();
        PeerReport first = connection(run, run.first(), List.of("-sess_out", session));
        if (overconfident) {
            OpenSslSession.allowEarlyData(session, run.early().length);
        }
        List<String> later = new ArrayList<>(List.of("-sess_in", session));
        if (!run.laterGroups().isEmpty()) {
            later.addAll(List.of("-groups", OpenSslOutput.groups(run.laterGroups())));
        }
        if (run.early().length == 0) {
            return new Conversation(first, connection(run, run.second(), later));
        }
        later.addAll(List.of("-early_data", HttpRun.file(run.early()).toString()));
        return new Conversation(first, earlyConnection(run, later));
    }

    private PeerReport connection(HttpRun run, HttpRun.Request request, List<String> more) {
        try (PeerProcess process = new PeerProcess(command(run, request, more))) {
            process.type(request.bytes());
            return report(process, run);
        }
    }

    private PeerReport earlyConnection(HttpRun run, List<String> more) {
        try (PeerProcess process = new PeerProcess(command(run, run.second(), more))) {
            process.await("^Early data was (rejected|accepted)");
            if (process.output().contains("Early data was rejected")) {
                process.type(run.second().bytes());
            }
            return report(process, run);
        }
    }

    /// It ends when nobody types any more.
    private static PeerReport report(PeerProcess process, HttpRun run) {
        process.await(run.until());
        process.closeInput();
        return new OpenSslOutput(process.awaitExit()).ofClient();
    }

    private List<String> command(HttpRun run, HttpRun.Request request, List<String> more) {
        List<String> command = new ArrayList<>(List.of(openssl.path().toString(), "s_client", "-msg", "-tls1_3",
                "-nocommands", "-connect", "127.0.0.1:" + run.port(), "-servername", "localhost", "-verify_hostname",
                "localhost", "-CAfile", run.roots().toString(), "-verify_return_error", "-alpn",
                String.join(",", request.protocols())));
        command.addAll(more);
        return command;
    }
}
