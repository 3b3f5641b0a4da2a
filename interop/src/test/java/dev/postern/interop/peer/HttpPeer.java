package dev.postern.interop.peer;

/// A TLS client of others that can be told what to send.
@FunctionalInterface
public interface HttpPeer {
    /// Runs it to its end.
    ///
    /// @return what it saw of each connection, with the answer in its output
    Conversation ask(HttpRun run);

    /// What a client saw of its two connections.
    record Conversation(PeerReport first, PeerReport second) {}
}
