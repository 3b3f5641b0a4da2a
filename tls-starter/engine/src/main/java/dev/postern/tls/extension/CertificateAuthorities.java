package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// certificate_authorities (RFC 9846 4.3.4).
///
/// @param authorities DER-encoded distinguished names
public record CertificateAuthorities(List<Bytes> authorities) implements Extension {
    public CertificateAuthorities {
        authorities = List.copyOf(authorities);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CERTIFICATE_AUTHORITIES;
    }

    static CertificateAuthorities read(WireReader in) {
        return new CertificateAuthorities(in.list16(3, 0xffff, name -> name.opaque16(1, 0xffff)));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list16(authorities, WireWriter::opaque16);
    }
}
