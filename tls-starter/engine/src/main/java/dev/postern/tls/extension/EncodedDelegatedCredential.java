package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// delegated_credential of a CertificateEntry (RFC 9345 4). Its parts are looked at for the leaf alone.
///
/// @param encoded a DelegatedCredential
public record EncodedDelegatedCredential(Bytes encoded) implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.DELEGATED_CREDENTIAL;
    }

    static EncodedDelegatedCredential read(WireReader in) {
        WireReader fields = new WireReader(in.rest().toArray());
        Bytes cred = fields.bytes(6);
        Bytes spki = fields.opaque24(1, 0xffffff);
        int algorithm = fields.u16();
        Bytes signature = fields.opaque16(1, 0xffff);
        fields.end();
        return new EncodedDelegatedCredential(Bytes.copyOf(new WireWriter().bytes(cred).opaque24(spki).u16(algorithm)
                .opaque16(signature).toByteArray()));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.bytes(encoded);
    }
}
