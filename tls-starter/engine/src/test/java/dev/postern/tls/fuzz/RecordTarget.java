package dev.postern.tls.fuzz;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.event.TlsSink;
import dev.postern.tls.keys.TrafficKeys;
import dev.postern.tls.pair.Outbox;
import dev.postern.tls.record.EarlyDataSkip;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.record.HandshakeBytes;
import dev.postern.tls.record.Incoming;
import dev.postern.tls.record.RecordProtection;
import dev.postern.tls.record.RecordReader;
import dev.postern.tls.record.RecordWriter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The record layer: any stream, in any epoch, comes out the same however the network cuts it; and what our own writer writes, our reader
/// reads.
final class RecordTarget implements FuzzTarget {
    private static final int EPOCHS = 7;
    private static final int ROUND_TRIP = 7;
    private static final GlassCrypto GLASS = GlassCrypto.honest();

    @Override
    public String name() {
        return "record";
    }

    @Override
    public String feed(byte[] input) {
        Script script = new Script(input);
        int mode = script.u8() % (EPOCHS + 1);
        int piece = 1 + script.u8();
        byte[] stream = script.rest();
        if (mode == ROUND_TRIP) {
            return roundTrip(stream, piece);
        }
        Outcome whole = read(mode, stream, Math.max(1, stream.length));
        Findings.requireSame(whole, read(mode, stream, piece), "the same stream in pieces of " + piece);
        return mode + " " + whole.end;
    }

    /// @param messages and data as they came out, each with its epoch
    /// @param end      the last that was read, or the alert
    private record Outcome(List<String> messages, String data, String end) {}

    private static Outcome read(int mode, byte[] stream, int piece) {
        RecordReader reader = reader(mode);
        Data data = new Data(mode);
        List<String> messages = new ArrayList<>();
        String end = "quiet";
        int taken = 0;
        try {
            for (int arrived = 0; arrived < stream.length;) {
                arrived = Math.min(stream.length, arrived + piece);
                Incoming incoming = Incoming.NOTHING;
                while (incoming != Incoming.INCOMPLETE && taken < arrived) {
                    incoming = reader.read(Arrays.copyOf(stream, arrived), taken, arrived - taken, data);
                    taken += consumed(reader, arrived - taken);
                    end = incoming == Incoming.INCOMPLETE ? end : incoming.name();
                    take(reader, messages);
                }
            }
        } catch (TlsAlert alert) {
            end = Findings.blamesThePeer(alert);
        }
        return new Outcome(messages, HexFormat.of().formatHex(data.bytes.toByteArray()), end);
    }

    private static int consumed(RecordReader reader, int available) {
        Findings.require(reader.consumed() <= available, "consumed more than there is");
        return reader.consumed();
    }

    private static void take(RecordReader reader, List<String> messages) {
        for (Optional<HandshakeBytes> next = reader.nextMessage(); next.isPresent(); next = reader.nextMessage()) {
            Findings.requireSame(reader.epoch(), next.get().epoch(), "the epoch of a message");
            messages.add(HexFormat.of().formatHex(next.get().message()));
        }
    }

    private static RecordReader reader(int mode) {
        RecordReader reader = new RecordReader(Limits.DEFAULT);
        reader.allowChangeCipherSpec();
        switch (mode) {
            case 0 -> {}
            case 1 -> reader.skipEarlyData(EarlyDataSkip.OUTER_TYPE);
            case 2 -> reader.openEarlyData(1000, keys(), reader.boundary());
            case 3 -> reader.install(Epoch.HANDSHAKE, keys(), reader.boundary());
            case 4 -> {
                reader.install(Epoch.HANDSHAKE, keys(), reader.boundary());
                reader.skipEarlyData(EarlyDataSkip.TRIAL_DECRYPTION);
            }
            case 5 -> {
                reader.install(Epoch.HANDSHAKE, keys(), reader.boundary());
                reader.install(Epoch.APPLICATION, keys(), reader.boundary());
            }
            case 6 -> reader.install(Epoch.APPLICATION, keys(), reader.boundary());
            default -> throw new IllegalArgumentException("no mode " + mode);
        }
        return reader;
    }

    private static RecordProtection keys() {
        return RecordProtection.of(GLASS, new TrafficKeys(AeadAlgorithm.AES_128_GCM, Secret.wrap(new byte[16]),
                Secret.wrap(new byte[AeadAlgorithm.NONCE_BYTES])));
    }

    private static String roundTrip(byte[] content, int piece) {
        RecordWriter writer = new RecordWriter(Limits.DEFAULT);
        writer.protect(keys());
        Outbox out = new Outbox();
        writer.applicationData(content, 0, content.length, out);
        Outcome read = read(6, out.take(), piece);
        Findings.requireSame(HexFormat.of().formatHex(content), read.data, "data that was written and read");
        return "written";
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        byte[] hello = {22, 3, 1, 0, 6, 20, 0, 0, 2, 9, 9};
        byte[] changeCipherSpec = {20, 3, 3, 0, 1, 1};
        byte[] alert = {21, 3, 3, 0, 2, 2, 40};
        byte[] data = sealed(23, "hello".getBytes(StandardCharsets.US_ASCII));
        byte[] message = sealed(22, new byte[]{4, 0, 0, 1, 7});
        byte[] close = sealed(21, new byte[]{1, 0});
        byte[] padded = sealed(0, new byte[]{23, 0, 0});
        byte[] broken = data.clone();
        broken[broken.length - AeadAlgorithm.TAG_BYTES] = (byte) 0xff;
        for (int mode = 0; mode <= EPOCHS; mode++) {
            for (byte[] stream : List.of(hello, changeCipherSpec, alert, data, message, close, padded, broken)) {
                seeds.add(Script.of(stream, mode, 2));
            }
        }
        return seeds;
    }

    private static byte[] sealed(int type, byte[] content) {
        int body = content.length + 1 + AeadAlgorithm.TAG_BYTES;
        byte[] record = new byte[5 + body];
        byte[] header = {23, 3, 3, (byte) (body >> 8), (byte) body};
        System.arraycopy(header, 0, record, 0, 5);
        System.arraycopy(content, 0, record, 5, content.length);
        record[5 + content.length] = (byte) type;
        return record;
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("0 HANDSHAKE", "0 NOTHING", "0 handshake_failure", "1 NOTHING", "2 APPLICATION_DATA",
                "2 HANDSHAKE",
                "2 bad_record_mac", "3 HANDSHAKE", "3 unexpected_message", "4 NOTHING", "5 APPLICATION_DATA",
                "5 CLOSE_NOTIFY", "6 HANDSHAKE", "written");
    }

    /// The reader is given a fresh copy of all that arrived at each step, so that it cannot look at what comes later.
    @Override
    public long allocationBytes() {
        return 64L * 1024 * 1024;
    }

    private static final class Data implements TlsSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int mode;
        private byte[] room = {};

        Data(int mode) {
            this.mode = mode;
        }

        @Override
        public byte[] reserve(int length) {
            Findings.require(length <= 1 << 15, "room for " + length + " bytes of one record");
            room = new byte[length + 1];
            return room;
        }

        @Override
        public int position() {
            return 1;
        }

        @Override
        public void commit(int length, DataKind kind) {
            Findings.require(mode == 2 || mode >= 5, "data in an epoch that has none");
            Findings.requireSame(mode == 2 ? DataKind.EARLY : DataKind.APPLICATION, kind, "the kind of data");
            bytes.write(room, 1, length);
        }

        @Override
        public void event(TlsEvent event) {
            throw new AssertionError("the record layer reports no events");
        }
    }
}
