package dev.postern.interop.peer;

/// A TLS client of others. It connects, sends `line 1`, waits for its echo, perhaps does the same with `line 2`, and closes or is closed.
@FunctionalInterface
public interface ClientPeer {
    /// Runs it to its end.
    ///
    /// @return what it saw; of its second connection when it resumes
    PeerReport run(ClientRun run);
}
