package dev.postern.interop.peer;

/// A TLS server of others on loopback that sends every line back.
@FunctionalInterface
public interface ServerPeer {
    Running start(ServerRun run);

    /// One that listens.
    interface Running extends AutoCloseable {
        int port();

        /// Sees to it that this line, which our client just sent, is sent back: nothing to do where the peer is an echo server by itself.
        void sendBack(String line);

        /// Lets the peer update its key and ask us for ours. Our client has sent nothing that it has not got back.
        void updateKeys();

        /// What it saw of the connection that just ended.
        PeerReport awaitReport();

        @Override
        void close();
    }
}
