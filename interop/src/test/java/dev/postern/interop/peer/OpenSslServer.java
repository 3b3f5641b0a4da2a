package dev.postern.interop.peer;

import dev.postern.tls.config.ClientAuthentication;

import java.util.ArrayList;
import java.util.List;

/// `openssl s_server`. It is a person's tool: what the person types goes to the client, so a line is sent back by typing it.
/// `stdbuf` has it print a line when it is due, though no person looks.
public final class OpenSslServer implements ServerPeer {
    private final PeerExecutable openssl;

    public OpenSslServer(PeerExecutable openssl) {
        this.openssl = openssl;
    }

    @Override
    public Running start(ServerRun run) {
        PeerProcess process = new PeerProcess(command(run));
        int port = Integer.parseInt(process.await("^ACCEPT 127\\.0\\.0\\.1:(\\d+)").group(1));
        return new Listening(process, port);
    }

    private List<String> command(ServerRun run) {
        List<String> command = new ArrayList<>(
                List.of("stdbuf", "--output=L", openssl.path().toString(), "s_server", "-msg", "-tls1_3",
                        "-accept", "127.0.0.1:0", "-naccept", String.valueOf(run.connections()), "-cert",
                        run.identity().certificateFile().toString(), "-key", run.identity().keyFile().toString()));
        if (!run.groups().isEmpty()) {
            command.addAll(List.of("-groups", OpenSslOutput.groups(run.groups())));
        }
        run.suite().ifPresent(suite -> command.addAll(List.of("-ciphersuites", OpenSslOutput.suite(suite))));
        if (run.clientAuth() != ClientAuthentication.NONE) {
            command.addAll(List.of(run.clientAuth() == ClientAuthentication.REQUIRE ? "-Verify" : "-verify", "2",
                    "-CAfile", run.roots().toString(), "-verify_return_error"));
        }
        if (!run.protocols().isEmpty()) {
            command.addAll(List.of("-alpn", String.join(",", run.protocols())));
        }
        if (run.early()) {
            command.addAll(List.of("-early_data", "-max_early_data", "4096"));
        }
        command.addAll(run.more());
        return command;
    }

    private static final class Listening implements Running {
        private final PeerProcess process;
        private final int port;
        private int reported;

        Listening(PeerProcess process, int port) {
            this.process = process;
            this.port = port;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void sendBack(String line) {
            process.awaitFrom(reported, "^" + line.strip());
            process.type(line);
        }

        @Override
        public void updateKeys() {
            process.type("K\n");
            process.awaitFrom(reported, "^SSL_do_handshake -> 1");
        }

        @Override
        public PeerReport awaitReport() {
            int end = process.awaitFrom(reported, "^CONNECTION CLOSED").end();
            String connection = process.output().substring(reported, end);
            reported = end;
            return new OpenSslOutput(connection).ofServer();
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
