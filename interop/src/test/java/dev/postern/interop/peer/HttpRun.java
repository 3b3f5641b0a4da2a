package dev.postern.interop.peer;

import dev.postern.tls.codepoint.NamedGroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How a peer's client is to ask an HTTP server, on two connections of which the second resumes the first.
///
/// @param port        of the server on loopback
/// @param roots       PEM file with whom to trust
/// @param first       of the first connection
/// @param second      of the second one, where it is sent if `early` was not taken
/// @param early       sent before the end of the second handshake; empty for nothing
/// @param laterGroups to offer on the second connection, in this order; empty for the peer's own choice
/// @param until       what every answer contains, at its end
public record HttpRun(int port, Path roots, Request first, Request second, byte[] early, List<NamedGroup> laterGroups,
        String until) {

    /// @param protocols ALPN
    /// @param bytes     the request, as it is sent
    public record Request(List<String> protocols, byte[] bytes) {}

    /// In a file of its own.
    static Path file(byte[] bytes) {
        try {
            return Files.write(Files.createTempFile("postern-request", ".bin"), bytes);
        } catch (IOException e) {
            throw new IllegalStateException("no temporary file", e);
        }
    }
}
