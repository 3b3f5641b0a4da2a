package dev.postern.tls.wire;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A cursor over bytes that a peer sent. It never looks past their end: every read that would is a `decode_error`.
///
/// `vectorN(least, most, body)` reads a length of N bits, checks it against the RFC's `<least..most>`, hands a reader over just these
/// bytes to `body`, and refuses what `body` leaves over.
public final class WireReader {
    private final byte[] bytes;
    private final int limit;
    private int position;

    public WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public WireReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.limit = offset + length;
    }

    public int remaining() {
        return limit - position;
    }

    public boolean hasMore() {
        return position < limit;
    }

    public int u8() {
        require(1);
        return bytes[position++] & 0xff;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public int u24() {
        return u16() << 8 | u8();
    }

    /// Unsigned, so in a long.
    public long u32() {
        return (long) u16() << 16 | u16();
    }

    public Bytes bytes(int length) {
        require(length);
        Bytes read = Bytes.copyOf(bytes, position, length);
        position += length;
        return read;
    }

    public Bytes rest() {
        return bytes(remaining());
    }

    public Bytes opaque8(int least, int most) {
        return vector8(least, most, WireReader::rest);
    }

    public Bytes opaque16(int least, int most) {
        return vector16(least, most, WireReader::rest);
    }

    public Bytes opaque24(int least, int most) {
        return vector24(least, most, WireReader::rest);
    }

    public <T> T vector8(int least, int most, Function<WireReader, T> body) {
        return vector(u8(), least, most, body);
    }

    public <T> T vector16(int least, int most, Function<WireReader, T> body) {
        return vector(u16(), least, most, body);
    }

    public <T> T vector24(int least, int most, Function<WireReader, T> body) {
        return vector(u24(), least, most, body);
    }

    /// Elements one after another until the vector's end.
    public <T> List<T> list8(int least, int most, Function<WireReader, T> element) {
        return vector8(least, most, body -> body.all(element));
    }

    public <T> List<T> list16(int least, int most, Function<WireReader, T> element) {
        return vector16(least, most, body -> body.all(element));
    }

    public <T> List<T> list24(int least, int most, Function<WireReader, T> element) {
        return vector24(least, most, body -> body.all(element));
    }

    /// The message ends here.
    public void end() {
        if (hasMore()) {
            // RFC 9846 4.3: abort with decode_error if there is data left over after parsing the structure
            throw malformed(remaining() + " bytes too many");
        }
    }

    /// Something other than a length is not as the syntax wants it.
    public static TlsAlert malformed(String sentence) {
        return new TlsAlert(AlertDescription.DECODE_ERROR, Fault.PEER_MISBEHAVED, sentence);
    }

    private <T> List<T> all(Function<WireReader, T> element) {
        List<T> elements = new ArrayList<>();
        while (hasMore()) {
            elements.add(element.apply(this));
        }
        return List.copyOf(elements);
    }

    private <T> T vector(int length, int least, int most, Function<WireReader, T> body) {
        if (length < least || length > most) {
            throw malformed("a vector of " + length + " bytes where " + least + " to " + most + " are allowed");
        }
        require(length);
        WireReader inner = new WireReader(bytes, position, length);
        position += length;
        T read = body.apply(inner);
        inner.end();
        return read;
    }

    private void require(int length) {
        if (length > remaining()) {
            throw malformed(length + " bytes wanted where " + remaining() + " are left");
        }
    }

    /// How far it got; never what it holds.
    @Override
    public String toString() {
        return "WireReader[" + remaining() + " bytes left]";
    }
}
