package dev.postern.tls.compression;

import com.sun.management.ThreadMXBean;
import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.config.Limits;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;

/// What a stranger may hand to the native libraries of brotli and zstd as a compressed certificate, up to what the engine lets through to
/// them: exactly what is announced comes out, or one sentence that says no, in no more memory than was announced.
///
/// `scripts/fuzz` hands this to Jazzer, which finds two methods by their names; [DecompressionCorpusTest] runs the inputs that were kept.
/// An input is a byte of choices, three of the announced length, edits of three bytes each (where, and what is flipped), and the rest. A
/// fuzzer sees nothing of native code, so edits and packing bring it near what is well-formed.
public final class DecompressionFuzzer {
    static final int ZSTD = 1;
    /// The rest is what is inside, and comes well compressed, save for the edits.
    static final int PACKED = 2;
    /// The right length of what is inside is announced.
    static final int HONEST = 4;
    /// The other bits count the edits.
    private static final int EDITS_SHIFT = 3;

    private static final CertificateCompression BROTLI_LIBRARY = BrotliCompression.load();
    private static final CertificateCompression ZSTD_LIBRARY = ZstdCompression.load();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /// Of Java's memory, beside the announced length, which is there once as a buffer and once as the result.
    private static final int SPARE_BYTES = 256 * 1024;

    private DecompressionFuzzer() {}

    public static void fuzzerInitialize() {
        seeds().forEach(DecompressionFuzzer::feed);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        feed(input);
    }

    /// Writes the seeds into the folder `decompression` of this one.
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0], "decompression");
        try {
            Files.createDirectories(folder);
            int number = 0;
            for (byte[] seed : seeds()) {
                Files.write(folder.resolve("seed-%02d".formatted(number++)), seed);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /// Runs one input.
    ///
    /// @return the library, and whether it unpacked
    static String feed(byte[] input) {
        byte[] head = Arrays.copyOf(input, 4);
        int choices = head[0] & 0xff;
        int announced = (head[1] & 0xff) << 16 | (head[2] & 0xff) << 8 | (head[3] & 0xff);
        int edits = choices >> EDITS_SHIFT;
        byte[] rest = input.length <= 4 + 3 * edits
                ? new byte[0]
                : Arrays.copyOfRange(input, 4 + 3 * edits, input.length);
        CertificateCompression library = (choices & ZSTD) != 0 ? ZSTD_LIBRARY : BROTLI_LIBRARY;
        boolean packed = (choices & PACKED) != 0;
        byte[] compressed = packed ? library.compress(rest) : rest;
        edit(compressed, input, edits);
        int length = (choices & HONEST) != 0 ? rest.length : announced;
        if (length > Limits.DEFAULT.certificateMessageBytes()) {
            return "more than the engine takes";
        }
        byte[] inside = unpack(library, compressed, length);
        if (packed && edits == 0 && length == rest.length) {
            require(inside != null && Arrays.equals(rest, inside), "what was packed comes back");
        }
        if (inside != null) {
            requireTheOnlyReading(library, compressed, inside);
        }
        return library.algorithm() + (inside == null ? " refused" : " unpacked");
    }

    private static void edit(byte[] compressed, byte[] input, int edits) {
        for (int at = 4; at < 4 + 3 * edits && at + 2 < input.length && compressed.length > 0; at += 3) {
            int where = (input[at] & 0xff) << 8 | (input[at + 1] & 0xff);
            compressed[where % compressed.length] ^= input[at + 2];
        }
    }

    private static byte[] unpack(CertificateCompression library, byte[] compressed, int length) {
        if (allocatedBy(library, compressed, length) > SPARE_BYTES + 2L * length) {
            // Perhaps the first to come by here, which loads classes: that does not happen twice.
            long allocated = allocatedBy(library, compressed, length);
            require(allocated <= SPARE_BYTES + 2L * length,
                    "%d bytes announced as %d took %d".formatted(compressed.length, length, allocated));
        }
        byte[] inside = inside(library, compressed, length);
        require(inside == null || inside.length == length, "exactly what is announced comes out");
        return inside;
    }

    private static long allocatedBy(CertificateCompression library, byte[] compressed, int length) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        inside(library, compressed, length);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /// Null where it was refused. Whatever else is thrown is a finding.
    private static byte[] inside(CertificateCompression library, byte[] compressed, int length) {
        try {
            return library.decompress(compressed, length);
        } catch (DataFormatException refused) {
            return null;
        }
    }

    private static void requireTheOnlyReading(CertificateCompression library, byte[] compressed, byte[] inside) {
        require(unpack(library, compressed, inside.length + 1) == null, "no longer announcement fits");
        require(inside.length == 0 || unpack(library, compressed, inside.length - 1) == null, "no shorter one");
        for (byte[] behind : List.of(new byte[1], library.compress(new byte[0]))) {
            byte[] longer = Arrays.copyOf(compressed, compressed.length + behind.length);
            System.arraycopy(behind, 0, longer, compressed.length, behind.length);
            require(unpack(library, longer, inside.length) == null, "nothing may stand behind it");
        }
        require(Arrays.equals(inside, unpack(library, library.compress(inside), inside.length)),
                "what was unpacked can be packed again");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new AssertionError("not so: " + sentence);
        }
    }

    static List<byte[]> seeds() {
        byte[] body = "A certificate has names, and names come again and again, and names. ".repeat(20)
                .getBytes(StandardCharsets.UTF_8);
        List<byte[]> seeds = new ArrayList<>();
        for (int which : new int[]{0, ZSTD}) {
            byte[] compressed = (which == ZSTD ? ZSTD_LIBRARY : BROTLI_LIBRARY).compress(body);
            seeds.add(input(which | PACKED | HONEST, 0, new byte[0], body));
            seeds.add(input(which | PACKED | HONEST, 0, new byte[0], new byte[0]));
            seeds.add(input(which | PACKED | HONEST, 0, new byte[]{0, 9, 1, 0, 20, 64}, body));
            for (int length : new int[]{body.length, body.length - 1, body.length + 1, 0, 0x10000, 0xffffff}) {
                seeds.add(input(which, length, new byte[0], compressed));
            }
            seeds.add(input(which, body.length, new byte[0], Arrays.copyOf(compressed, compressed.length - 3)));
            seeds.add(input(which, 0x10000, new byte[0],
                    (which == ZSTD ? ZSTD_LIBRARY : BROTLI_LIBRARY).compress(new byte[1 << 20])));
        }
        return seeds;
    }

    private static byte[] input(int choices, int announced, byte[] edits, byte[] rest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(choices | (edits.length / 3) << EDITS_SHIFT);
        out.write(announced >> 16);
        out.write(announced >> 8);
        out.write(announced);
        out.writeBytes(edits);
        out.writeBytes(rest);
        return out.toByteArray();
    }
}
