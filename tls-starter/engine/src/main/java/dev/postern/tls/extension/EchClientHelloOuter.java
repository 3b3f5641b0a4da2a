package dev.postern.tls.extension;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// encrypted_client_hello in the ClientHello that everybody sees (RFC 9849 5): a hello for those who have the key, or GREASE.
///
/// @param kdf      of HPKE
/// @param aead     of HPKE
/// @param configId names the key
/// @param enc      the encapsulated key; empty in a second ClientHello
/// @param payload  an encrypted EncodedClientHelloInner
public record EchClientHelloOuter(int kdf, int aead, int configId, Bytes enc, Bytes payload) implements Extension {
    private static final int OUTER = 0;

    @Override
    public ExtensionType type() {
        return ExtensionType.ENCRYPTED_CLIENT_HELLO;
    }

    /// Either form.
    static Extension readEither(WireReader in) {
        int type = in.u8();
        if (type == EchClientHelloInner.INNER) {
            return new EchClientHelloInner();
        }
        if (type != OUTER) {
            // RFC 9849 7: not a valid ECHClientHelloType: illegal_parameter
            throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                    "encrypted_client_hello of the unknown type " + type);
        }
        return new EchClientHelloOuter(in.u16(), in.u16(), in.u8(), in.opaque16(0, 0xffff), in.opaque16(1, 0xffff));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(OUTER).u16(kdf).u16(aead).u8(configId).opaque16(enc).opaque16(payload);
    }
}
