package dev.postern.interop.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `gnutls-serv --echo`.
public final class GnuTlsServer implements ServerPeer {
    private static final int ATTEMPTS = 5;
    /// The last thing that it does for a connection, good or bad: the epoch in use is freed, not only those that were left behind.
    private static final String CONNECTION_OVER = "End of epoch cleanup\\R.*Epoch #\\d+ freed";

    @Override
    public Running start(ServerRun run) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // It does not say which port it got for port 0, so we pick one; somebody else may be faster than it.
            int port = freePort();
            PeerProcess process = new PeerProcess(command(run, port));
            process.awaitOutputOrExit("^(Echo Server listening on IPv6|bind\\(\\) failed)");
            if (!process.output().contains("bind() failed")) {
                return new Listening(process, port);
            }
            process.close();
        }
        throw new AssertionError("gnutls-serv found no port in " + ATTEMPTS + " attempts");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port on loopback", e);
        }
    }

    private static List<String> command(ServerRun run, int port) {
        List<String> command = new ArrayList<>(List.of("stdbuf", "--output=L",
                PeerExecutable.GNUTLS.path().resolveSibling("gnutls-serv").toString(), "--debug", "5", "--echo",
                "--port", String.valueOf(port), "--x509certfile", run.identity().certificateFile().toString(),
                "--x509keyfile", run.identity().keyFile().toString(), "--priority",
                GnuTlsOutput.priority(run.groups(), run.suite(), run.more().contains("--pskpasswd"))));
        command.addAll(switch (run.clientAuth()) {
            case NONE -> List.of("--disable-client-cert");
            case REQUEST -> List.of("--verify-client-cert", "--x509cafile", run.roots().toString());
            case REQUIRE -> List.of("--require-client-cert", "--verify-client-cert", "--x509cafile",
                    run.roots().toString());
        });
        run.protocols().forEach(protocol -> command.addAll(List.of("--alpn", protocol)));
        if (run.early()) {
            command.addAll(List.of("--earlydata", "--maxearlydata", "4096"));
        }
        command.addAll(run.more());
        return command;
    }

    /// A file with one external key.
    public static Path passwords(String identity, String keyHex) {
        try {
            return Files.writeString(Files.createTempFile("postern-psk", ".txt"), identity + ":" + keyHex + "\n");
        } catch (IOException e) {
            throw new IllegalStateException("no temporary file", e);
        }
    }

    private static final class Listening implements Running {
        private final PeerProcess process;
        private final int port;
        private int reported;

        Listening(PeerProcess process, int port) {
            this.process = process;
            this.port = port;
            this.reported = process.output().length();
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
            throw new UnsupportedOperationException("gnutls-serv has no command that updates its key");
        }

        @Override
        public PeerReport awaitReport() {
            int end = process.awaitFrom(reported, CONNECTION_OVER).end();
            String connection = process.output().substring(reported, end);
            reported = end;
            return new GnuTlsOutput(connection).ofServer();
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
