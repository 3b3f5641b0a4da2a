package dev.postern.tls.message;

import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.wire.WireWriter;

/// EndOfEarlyData (RFC 9846 4.6): empty, the last thing under the client's early traffic key.
public record EndOfEarlyData() implements HandshakeMessage {
    @Override
    public HandshakeType type() {
        return HandshakeType.END_OF_EARLY_DATA;
    }

    @Override
    public void writeBody(WireWriter out) {}
}
