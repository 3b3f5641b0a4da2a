package dev.postern.tls.message;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// Finished (RFC 9846 4.5.3).
///
/// @param verifyData as long as the handshake's hash, which the message alone does not tell
public record Finished(Bytes verifyData) implements HandshakeMessage {
    @Override
    public HandshakeType type() {
        return HandshakeType.FINISHED;
    }

    static Finished read(WireReader in) {
        return new Finished(in.rest());
    }

    @Override
    public void writeBody(WireWriter out) {
        out.bytes(verifyData);
    }

    /// Checks the MAC, in constant time.
    ///
    /// @param expected the HMAC over the transcript before this message
    /// @throws TlsAlert `decode_error` for a wrong length, `decrypt_error` for a wrong MAC
    public void verify(byte[] expected) {
        if (verifyData.length() != expected.length) {
            // RFC 9846 4.5.3: opaque verify_data[Hash.length]
            throw WireReader.malformed(
                    "Finished holds " + verifyData.length() + " bytes where the hash has " + expected.length);
        }
        if (!verifyData.matches(expected)) {
            // RFC 9846 4.5.3: if incorrect MUST terminate the connection with a decrypt_error alert
            throw new TlsAlert(AlertDescription.DECRYPT_ERROR, Fault.PEER_MISBEHAVED, "the peer's Finished is wrong");
        }
    }
}
