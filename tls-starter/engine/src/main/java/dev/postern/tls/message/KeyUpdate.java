package dev.postern.tls.message;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// KeyUpdate (RFC 9846 4.7.3).
///
/// @param updateRequested whether the receiver shall update its sending key too
public record KeyUpdate(boolean updateRequested) implements HandshakeMessage {
    @Override
    public HandshakeType type() {
        return HandshakeType.KEY_UPDATE;
    }

    static KeyUpdate read(WireReader in) {
        int requestUpdate = in.u8();
        in.end();
        if (requestUpdate > 1) {
            // RFC 9846 4.7.3: any other value: illegal_parameter
            throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                    "KeyUpdate asks for " + requestUpdate);
        }
        return new KeyUpdate(requestUpdate == 1);
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(updateRequested ? 1 : 0);
    }
}
