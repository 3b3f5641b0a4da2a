package dev.postern.tls.fuzz;

import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.ZlibCompression;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.Limits;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CompressedCertificate;
import dev.postern.tls.message.MessageSamples;
import dev.postern.tls.wire.Bytes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;

/// A peer's CompressedCertificate, from the codec up to the engine of either role that reads it: exactly what is announced comes out, or
/// nothing, never in more memory than was announced, and whoever is believed in the end is who was inside.
final class CompressionTarget implements FuzzTarget {
    private static final ZlibCompression ZLIB = new ZlibCompression();

    // What the bits of the first byte mean.
    /// A client's, to a server.
    private static final int OF_CLIENT = 1;
    /// The input is what is inside, and comes well compressed.
    private static final int PACKED = 2;
    /// The length of the input is announced, and no other.
    private static final int HONEST = 4;
    private static final int OTHER_ALGORITHM = 8;
    private static final int NOT_OFFERED = 16;

    private final SplicedFlight ofServer = new SplicedFlight(Wiretap.stream(0, false));
    private final SplicedFlight ofClient = new SplicedFlight(Wiretap.stream(FuzzHost.CLIENT_CERTIFICATE, true));

    @Override
    public String name() {
        return "compression";
    }

    @Override
    public String feed(byte[] input) {
        Script script = new Script(input);
        int choices = script.u8();
        int announced = script.u8() << 16 | script.u16();
        byte[] rest = script.rest();
        int length = has(choices, HONEST) ? rest.length : announced;
        byte[] compressed = has(choices, PACKED) ? ZLIB.compress(rest) : rest;
        byte[] inside = length <= Limits.DEFAULT.certificateMessageBytes() ? unpack(compressed, length) : new byte[0];
        WatchedEngine engine = receive(choices, new CompressedCertificate(has(choices, OTHER_ALGORITHM)
                ? new CertificateCompressionAlgorithm(length & 0xffff)
                : CertificateCompressionAlgorithm.ZLIB, length, Bytes.copyOf(compressed)));
        if (engine.isConfirmed()) {
            requireBelieved(engine, Certificate.readBody(inside, MessageSamples.BOUNDS));
        }
        return engine.outcome();
    }

    /// Empty when it does not unpack to this length, as nothing does that a certificate is in.
    private static byte[] unpack(byte[] compressed, int length) {
        try {
            byte[] body = ZLIB.decompress(compressed, length);
            Findings.requireSame(length, body.length, "the announced length");
            byte[] again = ZLIB.decompress(ZLIB.compress(body), body.length);
            Findings.requireSame(body, again, "what was compressed again");
            return body;
        } catch (DataFormatException malformed) {
            return new byte[0];
        }
    }

    private WatchedEngine receive(int choices, CompressedCertificate message) {
        boolean fromClient = has(choices, OF_CLIENT);
        FuzzHost host = new FuzzHost(GlassCrypto.blind(), fromClient ? FuzzHost.CLIENT_CERTIFICATE : 0);
        if (has(choices, NOT_OFFERED)) {
            host.setup().client(client -> client.certificates(CertificateExchange.PLAIN))
                    .server(server -> server.certificates(CertificateExchange.PLAIN));
        }
        WatchedEngine engine = fromClient ? host.server() : host.client();
        if (engine.engine() instanceof TlsClientEngine client) {
            client.start(engine.output());
        }
        engine.receive((fromClient ? ofClient : ofServer).with(HandshakeType.COMPRESSED_CERTIFICATE,
                message.toByteArray()));
        return engine;
    }

    private static void requireBelieved(WatchedEngine engine, Certificate inside) {
        CertificateChain chain = CertificateChain
                .decode(inside.certificateList().stream().map(entry -> entry.certData().toArray()).toList());
        Findings.requireSame(chain, engine.engine().session().orElseThrow().peerChain(), "who is believed");
    }

    private static boolean has(int choices, int choice) {
        return (choices & choice) != 0;
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int role : new int[]{0, OF_CLIENT}) {
            byte[] body = body(role == 0 ? ofServer : ofClient);
            byte[] packed = ZLIB.compress(body);
            seeds.add(Script.of(body, role | PACKED | HONEST, 0, 0, 0));
            for (int length : new int[]{body.length, body.length - 1, body.length + 1, 0, 0x10000, 0x10001, 0xffffff}) {
                seeds.add(announcing(packed, role, length));
            }
            seeds.add(announcing(packed, role | OTHER_ALGORITHM, body.length));
            seeds.add(announcing(packed, role | NOT_OFFERED, body.length));
            seeds.add(announcing(Arrays.copyOf(packed, packed.length - 3), role, body.length));
            seeds.add(announcing(ZLIB.compress(new byte[1 << 20]), role, 0x10000));
            seeds.add(Script.of(new byte[]{0, 0, 0, 0}, role | PACKED | HONEST, 0, 0, 0));
        }
        return seeds;
    }

    private static byte[] body(SplicedFlight flight) {
        byte[] message = flight.message(HandshakeType.COMPRESSED_CERTIFICATE);
        // Type, length and algorithm, uncompressed length, length.
        int length = (message[6] & 0xff) << 16 | (message[7] & 0xff) << 8 | (message[8] & 0xff);
        return unpack(Arrays.copyOfRange(message, 12, message.length), length);
    }

    private static byte[] announcing(byte[] compressed, int choices, int length) {
        return Script.of(compressed, choices, length >> 16, length >> 8, length);
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("CONNECTED", "bad_certificate", "decode_error", "illegal_parameter", "unexpected_message",
                "certificate_required");
    }

    @Override
    public long allocationBytes() {
        return 8 * 1024 * 1024;
    }
}
