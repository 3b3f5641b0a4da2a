package dev.postern.tls.fuzz;

import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.wire.WireWriter;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A recorded connection over glass with one protected handshake message exchanged for another: how a target gets its message to where the
/// engine waits for it. Every message has a record of its own, so that keys still change on the edge of one.
final class SplicedFlight {
    private static final int HEADER_BYTES = 5;
    private static final int TAG_BYTES = 16;
    private static final int PROTECTED = 23;
    private static final int HANDSHAKE = 22;
    private static final int PIECE_BYTES = 16_000;

    private final byte[] before;
    private final List<byte[]> messages;
    private final byte[] behind;

    /// @param stream of one direction
    SplicedFlight(byte[] stream) {
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        int at = 0;
        while (!isProtectedHandshake(stream, at)) {
            at = end(stream, at);
        }
        before = Arrays.copyOf(stream, at);
        while (at < stream.length && isProtectedHandshake(stream, at)) {
            flight.write(stream, at + HEADER_BYTES, end(stream, at) - at - HEADER_BYTES - TAG_BYTES - 1);
            at = end(stream, at);
        }
        behind = Arrays.copyOfRange(stream, at, stream.length);
        messages = split(flight.toByteArray());
    }

    /// The stream with this in the place of the message of that type.
    byte[] with(HandshakeType replaced, byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(before);
        for (byte[] each : messages) {
            writeRecords(out, (each[0] & 0xff) == replaced.code() ? message : each);
        }
        out.writeBytes(behind);
        return out.toByteArray();
    }

    byte[] message(HandshakeType type) {
        return messages.stream().filter(message -> (message[0] & 0xff) == type.code()).findFirst().orElseThrow();
    }

    private static int end(byte[] stream, int at) {
        return at + HEADER_BYTES + ((stream[at + 3] & 0xff) << 8 | (stream[at + 4] & 0xff));
    }

    private static boolean isProtectedHandshake(byte[] stream, int at) {
        return stream[at] == PROTECTED && stream[end(stream, at) - TAG_BYTES - 1] == HANDSHAKE;
    }

    private static List<byte[]> split(byte[] flight) {
        List<byte[]> messages = new ArrayList<>();
        for (int at = 0; at < flight.length;) {
            int end = at + 4
                    + ((flight[at + 1] & 0xff) << 16 | (flight[at + 2] & 0xff) << 8 | (flight[at + 3] & 0xff));
            messages.add(Arrays.copyOfRange(flight, at, end));
            at = end;
        }
        return messages;
    }

    private static void writeRecords(ByteArrayOutputStream out, byte[] message) {
        for (int at = 0; at < message.length; at += PIECE_BYTES) {
            byte[] piece = Arrays.copyOfRange(message, at, Math.min(message.length, at + PIECE_BYTES));
            out.writeBytes(new WireWriter().u8(PROTECTED).u16(0x0303)
                    .vector16(record -> record.bytes(piece).u8(HANDSHAKE).bytes(new byte[TAG_BYTES])).toByteArray());
        }
    }
}
