package dev.postern.benchmarks;

import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.TrafficKeys;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.record.RecordProtection;
import dev.postern.tls.record.RecordReader;
import dev.postern.tls.record.RecordWriter;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;

/// One record sealed and opened by the record layer, and by the bare [Cipher] that it uses: what framing, nonces, the content type and our
/// bookkeeping cost on top. By turns in one thread, in CPU time, so that whatever disturbs the machine disturbs both.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class RecordBenchmark {
    private static final int HEADER_BYTES = 5;
    private static final int BATCH = 64;

    @Param({"16384", "1024"})
    public int bytes;

    private final Meter meter = new Meter();
    private final Pipe network = new Pipe();
    private final Sink application = new Sink();
    private final RecordWriter writer = new RecordWriter(Limits.DEFAULT);
    private final RecordReader reader = new RecordReader(Limits.DEFAULT);
    private final SecretKey key = new SecretKeySpec(new byte[16], "AES");
    private final byte[] nonce = new byte[AeadAlgorithm.NONCE_BYTES];
    private final byte[] header = new byte[HEADER_BYTES];
    private byte[] content = {};
    private byte[] sealed = {};
    private byte[] opened = {};
    private long sequence;
    private Cipher cipher = cipher();

    @Setup
    public void prepare() {
        content = new byte[bytes];
        sealed = new byte[bytes + 64];
        opened = new byte[bytes + 64];
        cipher = cipher();
        writer.protect(protection());
        reader.install(Epoch.APPLICATION, protection(), reader.boundary());
    }

    /// Summed over an iteration; [Report] divides.
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Cost {
        public long oursNanos;
        public long bareNanos;
        public long oursBytes;
        public long bareBytes;
        public long records;
    }

    @Benchmark
    public void seal(Cost cost) throws GeneralSecurityException {
        meter.start();
        for (int i = 0; i < BATCH; i++) {
            network.clear();
            writer.applicationData(content, 0, content.length, network);
        }
        meter.stop();
        cost.oursNanos += meter.nanos();
        cost.oursBytes += meter.bytes();
        meter.start();
        for (int i = 0; i < BATCH; i++) {
            bare(Cipher.ENCRYPT_MODE, content, content.length, sealed);
        }
        meter.stop();
        cost.bareNanos += meter.nanos();
        cost.bareBytes += meter.bytes();
        cost.records += BATCH;
    }

    @Benchmark
    public void sealAndOpen(Cost cost) throws GeneralSecurityException {
        meter.start();
        for (int i = 0; i < BATCH; i++) {
            network.clear();
            writer.applicationData(content, 0, content.length, network);
            reader.read(network.bytes(), 0, network.length(), application);
        }
        meter.stop();
        cost.oursNanos += meter.nanos();
        cost.oursBytes += meter.bytes();
        meter.start();
        for (int i = 0; i < BATCH; i++) {
            int length = bare(Cipher.ENCRYPT_MODE, content, content.length, sealed);
            sequence--;
            bare(Cipher.DECRYPT_MODE, sealed, length, opened);
        }
        meter.stop();
        cost.bareNanos += meter.nanos();
        cost.bareBytes += meter.bytes();
        cost.records += BATCH;
    }

    private int bare(int mode, byte[] in, int length, byte[] out) throws GeneralSecurityException {
        long number = sequence++;
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[4 + i] = (byte) (number >>> (56 - 8 * i));
        }
        cipher.init(mode, key, new GCMParameterSpec(8 * AeadAlgorithm.TAG_BYTES, nonce));
        cipher.updateAAD(header);
        return cipher.doFinal(in, 0, length, out, 0);
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no AES-GCM", missing);
        }
    }

    private static RecordProtection protection() {
        return RecordProtection.of(CryptoProviders.fastest(), new TrafficKeys(AeadAlgorithm.AES_128_GCM,
                Secret.wrap(new byte[16]), Secret.wrap(new byte[AeadAlgorithm.NONCE_BYTES])));
    }
}
