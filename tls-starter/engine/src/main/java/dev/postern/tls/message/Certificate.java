package dev.postern.tls.message;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// Certificate (RFC 9846 4.5.1).
///
/// @param certificateList end entity first; empty only from a client that has none
public record Certificate(Bytes certificateRequestContext, List<CertificateEntry> certificateList)
        implements
            HandshakeMessage {
    public Certificate {
        certificateList = List.copyOf(certificateList);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE;
    }

    /// Reads the message without its type and length, as it is compressed.
    public static Certificate readBody(byte[] body, MessageBounds bounds) {
        WireReader in = new WireReader(body);
        Certificate read = read(in, bounds);
        in.end();
        return read;
    }

    static Certificate read(WireReader in, MessageBounds bounds) {
        Certificate read = new Certificate(in.opaque8(0, 0xff),
                in.list24(0, 0xffffff, entry -> CertificateEntry.read(entry, bounds)));
        if (read.certificateList.size() > bounds.certificateChainLength()) {
            // Each certificate may cost a signature check: a long chain of cheap ones is a cheap attack.
            throw new TlsAlert(AlertDescription.BAD_CERTIFICATE, Fault.PEER_MISBEHAVED,
                    "a chain of " + read.certificateList.size() + " certificates where we take "
                            + bounds.certificateChainLength());
        }
        return read;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.opaque8(certificateRequestContext).list24(certificateList, (list, entry) -> entry.write(list));
    }
}
