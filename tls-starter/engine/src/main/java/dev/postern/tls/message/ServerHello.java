package dev.postern.tls.message;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.function.Function;

/// ServerHello (RFC 9846 4.2.3). Of a server that speaks an older version too: its extensions are then kept undecoded.
public record ServerHello(ProtocolVersion legacyVersion, Bytes random, Bytes legacySessionIdEcho,
        CipherSuite cipherSuite, int legacyCompressionMethod, ExtensionBlock extensions) implements HandshakeMessage {
    public static final int RANDOM_BYTES = 32;
    /// How the random of a server ends that could speak TLS 1.3 but was led to choose TLS 1.2 (RFC 9846 4.2.3).
    public static final Bytes DOWNGRADE_TO_TLS_1_2 = Bytes.ofHex("444f574e47524401");
    /// The same for TLS 1.1 and below.
    public static final Bytes DOWNGRADE_BELOW_TLS_1_2 = Bytes.ofHex("444f574e47524400");

    @Override
    public HandshakeType type() {
        return HandshakeType.SERVER_HELLO;
    }

    /// Reads a ServerHello or the HelloRetryRequest that looks like one.
    static HandshakeMessage readEither(WireReader in, MessageBounds bounds) {
        ProtocolVersion version = new ProtocolVersion(in.u16());
        // RFC 9846 4.2.3: implementations MUST first examine the Random value
        Bytes random = in.bytes(RANDOM_BYTES);
        Bytes sessionId = in.opaque8(0, 32);
        CipherSuite suite = new CipherSuite(in.u16());
        int compression = in.u8();
        if (random.equals(HelloRetryRequest.RANDOM)) {
            return new HelloRetryRequest(version, sessionId, suite, compression,
                    ExtensionBlock.read(in, ExtensionPlace.HELLO_RETRY_REQUEST, bounds.extensions()));
        }
        return new ServerHello(version, random, sessionId, suite, compression, readExtensions(in, bounds));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u16(legacyVersion.code()).bytes(random).opaque8(legacySessionIdEcho).u16(cipherSuite.code())
                .u8(legacyCompressionMethod);
        if (!extensions.isEmpty()) {
            extensions.write(out);
        }
    }

    private static ExtensionBlock readExtensions(WireReader in, MessageBounds bounds) {
        if (!in.hasMore()) {
            return ExtensionBlock.EMPTY;
        }
        Bytes block = in.rest();
        ExtensionBlock foreign = readWhole(block, ExtensionBlock::readForeign);
        // RFC 9846 4.3.1: clients MUST check for this extension prior to processing the rest of the ServerHello
        return foreign.has(ExtensionType.SUPPORTED_VERSIONS)
                ? readWhole(block,
                        reader -> ExtensionBlock.read(reader, ExtensionPlace.SERVER_HELLO, bounds.extensions()))
                : foreign;
    }

    private static ExtensionBlock readWhole(Bytes block, Function<WireReader, ExtensionBlock> read) {
        WireReader reader = new WireReader(block.toArray());
        ExtensionBlock result = read.apply(reader);
        reader.end();
        return result;
    }
}
