package dev.postern.tls.wire;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Builds a message. `vectorN(body)` writes a length of N bits in front of whatever `body` writes.
public final class WireWriter {
    private byte[] bytes = new byte[256];
    private int length;

    public int length() {
        return length;
    }

    public WireWriter u8(int value) {
        grow(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public WireWriter u16(int value) {
        return u8(value >> 8).u8(value);
    }

    public WireWriter u24(int value) {
        return u8(value >> 16).u16(value);
    }

    public WireWriter u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    public WireWriter bytes(byte[] value) {
        grow(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    public WireWriter bytes(Bytes value) {
        value.writeTo(this);
        return this;
    }

    public WireWriter opaque8(Bytes value) {
        return vector8(body -> body.bytes(value));
    }

    public WireWriter opaque16(Bytes value) {
        return vector16(body -> body.bytes(value));
    }

    public WireWriter opaque24(Bytes value) {
        return vector24(body -> body.bytes(value));
    }

    public WireWriter vector8(Consumer<WireWriter> body) {
        return vector(1, body);
    }

    public WireWriter vector16(Consumer<WireWriter> body) {
        return vector(2, body);
    }

    public WireWriter vector24(Consumer<WireWriter> body) {
        return vector(3, body);
    }

    public <T> WireWriter list8(Iterable<T> elements, BiConsumer<WireWriter, T> element) {
        return vector8(body -> elements.forEach(each -> element.accept(body, each)));
    }

    public <T> WireWriter list16(Iterable<T> elements, BiConsumer<WireWriter, T> element) {
        return vector16(body -> elements.forEach(each -> element.accept(body, each)));
    }

    public <T> WireWriter list24(Iterable<T> elements, BiConsumer<WireWriter, T> element) {
        return vector24(body -> elements.forEach(each -> element.accept(body, each)));
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private WireWriter vector(int lengthBytes, Consumer<WireWriter> body) {
        int start = length;
        grow(lengthBytes);
        length += lengthBytes;
        body.accept(this);
        int size = length - start - lengthBytes;
        if (size >= 1 << (8 * lengthBytes)) {
            throw new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_MISUSE,
                    "a configured value of " + size + " bytes does not fit a length of " + lengthBytes + " bytes");
        }
        for (int i = 0; i < lengthBytes; i++) {
            bytes[start + i] = (byte) (size >> (8 * (lengthBytes - 1 - i)));
        }
        return this;
    }

    private void grow(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
