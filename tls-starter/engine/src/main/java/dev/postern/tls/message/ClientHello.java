package dev.postern.tls.message;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.OfferedVersions;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// ClientHello (RFC 9846 4.2.2). One of a client that speaks older versions only is read too, so that the answer can be
/// `protocol_version`; its extensions field may be missing.
public record ClientHello(ProtocolVersion legacyVersion, Bytes random, Bytes legacySessionId,
        List<CipherSuite> cipherSuites, Bytes legacyCompressionMethods, ExtensionBlock extensions)
        implements
            HandshakeMessage {
    public static final int RANDOM_BYTES = 32;
    /// The one list of compression methods that TLS 1.3 allows.
    public static final Bytes NULL_COMPRESSION = Bytes.copyOf(new byte[1]);

    public ClientHello {
        cipherSuites = List.copyOf(cipherSuites);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CLIENT_HELLO;
    }

    public boolean offersTls13() {
        return extensions.find(OfferedVersions.class)
                .map(offered -> offered.versions().contains(ProtocolVersion.TLS_1_3)).orElse(false);
    }

    /// How many bytes at the end of the message its PSK binders do not cover: 0 when it offers no PSK. The rest is
    /// `Truncate(ClientHello)` of RFC 9846 4.3.11.2.
    public int bindersLengthBytes() {
        return extensions.find(OfferedPsks.class).map(OfferedPsks::bindersLengthBytes).orElse(0);
    }

    static ClientHello read(WireReader in, MessageBounds bounds) {
        ClientHello hello = new ClientHello(new ProtocolVersion(in.u16()), in.bytes(RANDOM_BYTES), in.opaque8(0, 32),
                in.list16(2, 0xfffe, suite -> new CipherSuite(suite.u16())), in.opaque8(1, 0xff),
                // RFC 9846 4.2.2: clients of older versions may send no extensions field at all
                in.hasMore()
                        ? ExtensionBlock.read(in, ExtensionPlace.CLIENT_HELLO, bounds.extensions())
                        : ExtensionBlock.EMPTY);
        requirePskLast(hello.extensions);
        requireBounds(hello.extensions, bounds);
        return hello;
    }

    /// Reads the fields and leaves the extensions undecoded and unjudged, so that they can be written again byte by byte. What follows the
    /// hello is left.
    static ClientHello readUndecoded(WireReader in) {
        return new ClientHello(new ProtocolVersion(in.u16()), in.bytes(RANDOM_BYTES), in.opaque8(0, 32),
                in.list16(2, 0xfffe, suite -> new CipherSuite(suite.u16())), in.opaque8(1, 0xff),
                ExtensionBlock.readForeign(in));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u16(legacyVersion.code()).bytes(random).opaque8(legacySessionId)
                .list16(cipherSuites, (list, suite) -> list.u16(suite.code())).opaque8(legacyCompressionMethods);
        if (!extensions.isEmpty()) {
            extensions.write(out);
        }
    }

    private static void requirePskLast(ExtensionBlock extensions) {
        if (extensions.has(ExtensionType.PRE_SHARED_KEY)
                && !extensions.extensions().getLast().type().equals(ExtensionType.PRE_SHARED_KEY)) {
            // RFC 9846 4.3.11: Servers MUST check that it is the last extension, else illegal_parameter
            throw illegal("pre_shared_key is not the last extension");
        }
    }

    private static void requireBounds(ExtensionBlock extensions, MessageBounds bounds) {
        int shares = extensions.find(KeyShareClientHello.class).map(share -> share.clientShares().size()).orElse(0);
        if (shares > bounds.keyShares()) {
            throw illegal(shares + " key shares where we take " + bounds.keyShares());
        }
        int identities = extensions.find(OfferedPsks.class).map(psks -> psks.identities().size()).orElse(0);
        if (identities > bounds.pskIdentities()) {
            throw illegal(identities + " PSK identities where we take " + bounds.pskIdentities());
        }
    }

    private static TlsAlert illegal(String sentence) {
        return new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED, sentence);
    }
}
