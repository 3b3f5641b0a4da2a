package dev.postern.gateway.replay;

import dev.postern.tls.earlydata.ReplayKey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

/// Keys in Redis: `postern:{zone.slot}:…`, so that a cluster spreads the zone over its nodes, and yet keeps each hello beside the note that
/// says since when its node remembers.
///
/// How many slots there are is no setting: two replicas with two answers would look for one hello in two places.
///
/// @param zone its name
record Slots(String zone) {
    static final int COUNT = 16;

    /// Of the slot that the hello belongs to: the hello's own, and the slot's note.
    ByteBuffer[] of(ReplayKey hello) {
        int slot = hello.bytes()[0] & (COUNT - 1);
        return new ByteBuffer[]{key(slot, hello.toString()), note(slot)};
    }

    /// A ticket that opens once, by its random name, and the list of the tickets in its slot.
    ByteBuffer[] ticket(byte[] name) {
        int slot = name[0] & (COUNT - 1);
        return new ByteBuffer[]{key(slot, "ticket:" + HexFormat.of().formatHex(name)), key(slot, "tickets")};
    }

    /// The note of every slot.
    Stream<ByteBuffer> notes() {
        return Stream.iterate(0, slot -> slot < COUNT, slot -> slot + 1).map(this::note);
    }

    private ByteBuffer note(int slot) {
        return key(slot, "memory");
    }

    private ByteBuffer key(int slot, String name) {
        return text("postern:{" + zone + "." + slot + "}:" + name);
    }

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
