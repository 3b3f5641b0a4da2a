package dev.postern.tls.fuzz;

import dev.postern.tls.certificate.ZlibCompression;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;

/// A compressed certificate with the length that its sender announces: exactly this comes out, or nothing, and never more memory than
/// announced.
final class CompressionTarget implements FuzzTarget {
    private static final ZlibCompression ZLIB = new ZlibCompression();

    @Override
    public String name() {
        return "compression";
    }

    @Override
    public String feed(byte[] input) {
        Script script = new Script(input);
        int announced = script.u16();
        byte[] compressed = script.rest();
        try {
            byte[] body = ZLIB.decompress(compressed, announced);
            Findings.requireSame(announced, body.length, "the announced length");
            byte[] again = ZLIB.decompress(ZLIB.compress(body), body.length);
            Findings.requireSame(body, again, "what was compressed again");
            return "decompressed";
        } catch (DataFormatException malformed) {
            return "malformed";
        }
    }

    @Override
    public List<byte[]> seeds() {
        byte[] text = "a certificate, a certificate, a certificate".getBytes(StandardCharsets.US_ASCII);
        byte[] bomb = ZLIB.compress(new byte[1 << 20]);
        return List.of(Script.of(ZLIB.compress(text), 0, text.length),
                Script.of(ZLIB.compress(text), 0, text.length - 1),
                Script.of(ZLIB.compress(text), 0, text.length + 1), Script.of(bomb, 0xff, 0xff),
                Script.of(ZLIB.compress(new byte[0]), 0, 0));
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("decompressed", "malformed");
    }
}
