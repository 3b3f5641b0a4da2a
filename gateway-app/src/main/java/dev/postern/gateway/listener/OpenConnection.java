package dev.postern.gateway.listener;

/// One client connection, as a leaving listener sees it.
interface OpenConnection {
    /// Tells the client to go: `Connection: close` with the next answer, or GOAWAY. Nothing that is under way is cut off.
    void leave();

    /// Closes it now if nothing is under way.
    void closeIfIdle();

    void closeNow();
}
