package dev.postern.tls.extension;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// server_name in a ClientHello (RFC 6066 3).
///
/// @param hostName as sent: neither lower-cased nor checked against any name rule but being printable ASCII
public record ServerName(String hostName) implements Extension {
    private static final int HOST_NAME = 0;

    @Override
    public ExtensionType type() {
        return ExtensionType.SERVER_NAME;
    }

    static ServerName read(WireReader in) {
        List<Bytes> names = in.list16(1, 0xffff, ServerName::readName);
        if (names.size() != 1) {
            // RFC 6066 3: MUST NOT contain more than one name of the same name_type, and host_name is the only type there is
            throw illegal("server_name names " + names.size() + " hosts");
        }
        return new ServerName(ascii(names.getFirst()));
    }

    @Override
    public void writeBody(WireWriter out) {
        Bytes name = Bytes.copyOf(hostName.getBytes(StandardCharsets.US_ASCII));
        out.vector16(list -> list.u8(HOST_NAME).opaque16(name));
    }

    private static Bytes readName(WireReader in) {
        int nameType = in.u8();
        if (nameType != HOST_NAME) {
            // The form of another name_type is unknown, so nothing after it can be read.
            throw illegal("server_name has the unknown name_type " + nameType);
        }
        return in.opaque16(1, 0xffff);
    }

    private static String ascii(Bytes name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.at(i) <= ' ' || name.at(i) > '~') {
                // RFC 6066 3: HostName is ASCII; a NUL or a space would let two readers see two different hosts
                throw illegal("server_name holds bytes that no host name has");
            }
        }
        return new String(name.toArray(), StandardCharsets.US_ASCII);
    }

    private static TlsAlert illegal(String sentence) {
        return new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED, sentence);
    }
}
