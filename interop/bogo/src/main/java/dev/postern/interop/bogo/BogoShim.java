package dev.postern.interop.bogo;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The long-lived end of the shim. The runner starts a process per case, a thousand and more: a tiny forwarder, which hands its arguments
/// over here and repeats what it gets back. So the JVM starts once.
public final class BogoShim {

    private final Path notImplemented;

    private BogoShim(Path notImplemented) {
        this.notImplemented = notImplemented;
    }

    /// @param arguments the UNIX socket to listen on, and a file that gets one line for each case that asks for more than we have: its
    ///     flags, with tabs between
    public static void main(String[] arguments) throws IOException {
        Path socket = Path.of(arguments[0]);
        BogoShim shim = new BogoShim(Path.of(arguments[1]));
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket), 1024);
            while (true) {
                SocketChannel forwarder = listener.accept();
                Thread.ofVirtual().start(() -> shim.serve(forwarder));
            }
        }
    }

    private void serve(SocketChannel forwarder) {
        try (forwarder) {
            List<String> arguments = Forwarded.readArguments(Channels.newInputStream(forwarder));
            Outcome outcome = ShimRun.of(arguments);
            if (outcome instanceof Outcome.NotImplemented(List<String> wanted)) {
                record(wanted);
            }
            Forwarded.write(outcome, Channels.newOutputStream(forwarder));
        } catch (IOException runnerGaveUp) {
            // The runner kills a forwarder that takes too long; nobody is left to hear of it.
        }
    }

    private synchronized void record(List<String> wanted) throws IOException {
        Files.writeString(notImplemented, String.join("\t", wanted) + "\n", StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
