package dev.postern.tls.message;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.OuterExtensions;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// A ClientHello as it is encrypted into another one (RFC 9849 5.1): without the session id, without the extensions that both have in
/// common, and padded.
public final class EncodedClientHelloInner {
    private static final int PADDED_TO_BYTES = 32;
    /// What a server_name extension has beside the name.
    private static final int AROUND_NAME_BYTES = 9;

    private EncodedClientHelloInner() {}

    /// @param common            types that the outer hello has, too; they stand one after another in this one
    /// @param maximumNameLength of the names among which ours is to hide
    public static byte[] encode(ClientHello inner, Set<ExtensionType> common, int maximumNameLength) {
        WireWriter out = new WireWriter();
        new ClientHello(inner.legacyVersion(), inner.random(), Bytes.EMPTY, inner.cipherSuites(),
                inner.legacyCompressionMethods(), compress(inner.extensions(), common)).writeBody(out);
        // RFC 9849 6.1.3: as if the name were as long as the longest
        int padding = inner.extensions().find(ServerName.class)
                .map(name -> Math.max(0, maximumNameLength - name.hostName().length()))
                .orElse(maximumNameLength + AROUND_NAME_BYTES);
        // RFC 9849 6.1.3: N = 31 - ((L - 1) % 32), which rounds up to a multiple of 32
        int length = out.length() + padding;
        return out.bytes(new byte[padding + PADDED_TO_BYTES - 1 - (length - 1) % PADDED_TO_BYTES]).toByteArray();
    }

    private static ExtensionBlock compress(ExtensionBlock extensions, Set<ExtensionType> common) {
        List<ExtensionType> types = extensions.extensions().stream().map(Extension::type).filter(common::contains)
                .toList();
        List<Extension> compressed = new ArrayList<>();
        boolean replaced = false;
        for (Extension extension : extensions.extensions()) {
            if (!common.contains(extension.type())) {
                compressed.add(extension);
            } else if (!replaced) {
                compressed.add(new OuterExtensions(types));
                replaced = true;
            }
        }
        return new ExtensionBlock(compressed);
    }

    /// The whole inner ClientHello, as its client computed it. At most as long as what is encoded and the outer hello together: nothing of
    /// the outer one is copied twice (RFC 9849 10.12.3).
    ///
    /// @param outer the whole outer ClientHello, which was decoded before
    public static byte[] decode(byte[] encoded, byte[] outer) {
        WireReader in = new WireReader(encoded);
        ClientHello inner = ClientHello.readUndecoded(in);
        requireZeros(in.rest());
        if (!inner.legacySessionId().isEmpty()) {
            // RFC 9849 5.1: computed by setting the legacy_session_id field to the empty string
            throw illegal("the inner ClientHello has a session id of its own");
        }
        WireReader header = new WireReader(outer);
        header.u8();
        ClientHello around = header.vector24(0, 0xffffff, ClientHello::readUndecoded);
        return new ClientHello(inner.legacyVersion(), inner.random(), around.legacySessionId(), inner.cipherSuites(),
                inner.legacyCompressionMethods(), expand(inner.extensions(), around.extensions())).toByteArray();
    }

    private static void requireZeros(Bytes padding) {
        for (int i = 0; i < padding.length(); i++) {
            if (padding.at(i) != 0) {
                // RFC 9849 5.1: if any padding byte is non-zero, the server MUST abort with illegal_parameter
                throw illegal("the padding of the inner ClientHello is not zero");
            }
        }
    }

    /// One pass over both lists, however often the client refers to the outer one.
    private static ExtensionBlock expand(ExtensionBlock encoded, ExtensionBlock outer) {
        List<Extension> expanded = new ArrayList<>();
        Iterator<Extension> rest = outer.extensions().iterator();
        boolean seen = false;
        for (Extension extension : encoded.extensions()) {
            if (!(extension instanceof UnknownExtension(var type, var body)
                    && type.equals(ExtensionType.ECH_OUTER_EXTENSIONS))) {
                expanded.add(extension);
                continue;
            }
            if (seen) {
                throw illegal("two ech_outer_extensions in one ClientHello");
            }
            seen = true;
            OuterExtensions.read(body).types().forEach(wanted -> expanded.add(next(wanted, rest)));
        }
        return new ExtensionBlock(expanded);
    }

    private static Extension next(ExtensionType wanted, Iterator<Extension> rest) {
        if (wanted.equals(ExtensionType.ENCRYPTED_CLIENT_HELLO)) {
            // RFC 9849 5.1: "encrypted_client_hello" is referenced in OuterExtensions: illegal_parameter
            throw illegal("ech_outer_extensions refers to encrypted_client_hello");
        }
        while (rest.hasNext()) {
            Extension extension = rest.next();
            if (extension.type().equals(wanted)) {
                return extension;
            }
        }
        // RFC 9849 5.1: missing, referenced more than once, or not in the same order: illegal_parameter
        throw illegal("ech_outer_extensions refers to %s, which does not follow in the outer ClientHello"
                .formatted(wanted));
    }

    private static TlsAlert illegal(String sentence) {
        return new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED, sentence);
    }
}
