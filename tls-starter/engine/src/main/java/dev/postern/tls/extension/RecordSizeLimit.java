package dev.postern.tls.extension;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// record_size_limit in a ClientHello and in EncryptedExtensions (RFC 8449 4): what its sender is willing to receive.
///
/// @param bytes of a protected record's content, content type and padding together
public record RecordSizeLimit(int bytes) implements Extension {
    public static final int LEAST = 64;

    @Override
    public ExtensionType type() {
        return ExtensionType.RECORD_SIZE_LIMIT;
    }

    static RecordSizeLimit read(WireReader in) {
        RecordSizeLimit limit = new RecordSizeLimit(in.u16());
        if (limit.bytes < LEAST) {
            // RFC 8449 4: values smaller than 64 MUST be treated as a fatal error, illegal_parameter
            throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                    "a record_size_limit of " + limit.bytes);
        }
        return limit;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u16(bytes);
    }
}
