package dev.postern.tls.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Somebody between client and server who does to each record what a fuzzer's bytes say. Counts the records of both directions together.
///
/// An edit is five bytes: which record, what to do, where in it (two bytes), and a value.
final class Mangler {
    private static final int MOST_EDITS = 24;
    /// What one record may grow to: doubled thirty times, it would fill the memory of the fuzzer instead of ours.
    private static final int MOST_BYTES = 64 * 1024;
    private static final int HEADER_BYTES = 5;

    private record Edit(int record, int kind, int position, int value) {}

    private final List<Edit> edits = new ArrayList<>();
    private final List<byte[]> kept = new ArrayList<>();
    private int records;
    private boolean harmed;

    Mangler(Script script) {
        while (script.hasMore() && edits.size() < MOST_EDITS) {
            edits.add(new Edit(script.u8(), script.u8(), script.u16(), script.u8()));
        }
    }

    /// Whether anything was changed at all.
    boolean hasHarmed() {
        return harmed;
    }

    byte[] carry(byte[] flight) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (flight.length - at >= HEADER_BYTES) {
            int end = Math.min(flight.length,
                    at + HEADER_BYTES + ((flight[at + 3] & 0xff) << 8 | (flight[at + 4] & 0xff)));
            out.writeBytes(mangle(Arrays.copyOfRange(flight, at, end)));
            at = end;
        }
        return out.toByteArray();
    }

    private byte[] mangle(byte[] record) {
        int number = records++;
        byte[] changed = record;
        for (Edit edit : edits) {
            if (edit.record == number && changed.length <= MOST_BYTES) {
                changed = apply(edit, changed);
            }
        }
        harmed |= Arrays.mismatch(record, changed) >= 0;
        kept.add(record);
        return changed;
    }

    private byte[] apply(Edit edit, byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = edit.position % bytes.length;
        return switch (edit.kind % 10) {
            case 0 -> set(bytes, at, (byte) (bytes[at] ^ (edit.value == 0 ? 1 : edit.value)));
            case 1 -> set(bytes, at, (byte) edit.value);
            case 2 -> new byte[0];
            case 3 -> join(bytes, bytes);
            case 4 -> resized(cut(bytes, at, edit.value));
            case 5 -> resized(insert(bytes, at, edit.value));
            case 6 -> join(bytes, kept.isEmpty() ? bytes : kept.get(edit.position % kept.size()));
            case 7 -> join(kept.isEmpty() ? bytes : kept.get(edit.position % kept.size()), bytes);
            case 8 -> split(bytes, at);
            default -> join(new byte[]{(byte) (20 + edit.value % 5), 3, 3, 0, 2, 1, (byte) edit.position}, bytes);
        };
    }

    private static byte[] set(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] cut(byte[] bytes, int at, int length) {
        int end = Math.min(bytes.length, at + 1 + length);
        return join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
    }

    private static byte[] insert(byte[] bytes, int at, int length) {
        byte[] padding = new byte[1 + length];
        Arrays.fill(padding, (byte) length);
        return join(join(Arrays.copyOf(bytes, at), padding), Arrays.copyOfRange(bytes, at, bytes.length));
    }

    /// The header says what is there.
    private static byte[] resized(byte[] record) {
        if (record.length < HEADER_BYTES) {
            return record;
        }
        byte[] changed = record.clone();
        changed[3] = (byte) ((record.length - HEADER_BYTES) >> 8);
        changed[4] = (byte) (record.length - HEADER_BYTES);
        return changed;
    }

    /// One record as two, each under a header of its own.
    private static byte[] split(byte[] record, int at) {
        if (at <= HEADER_BYTES || at >= record.length) {
            return record;
        }
        byte[] second = join(Arrays.copyOf(record, HEADER_BYTES), Arrays.copyOfRange(record, at, record.length));
        return join(resized(Arrays.copyOf(record, at)), resized(second));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
