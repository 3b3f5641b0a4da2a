package dev.postern.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Finds the ends of lines in input that comes in pieces. What was looked at is not looked at again, or a line in small pieces would cost
/// the square of its length.
final class LineScanner {
    private int scanned;

    /// How many bytes of a line that is not whole yet were looked at.
    int scanned() {
        return scanned;
    }

    /// The next line, or null when it is not whole yet.
    @Nullable
    FieldLine next(ByteBuf in, int most) {
        int start = in.readerIndex();
        int from = start + scanned;
        // One byte beyond the limit tells that it is exceeded; the rest of a huge buffer need not be looked at.
        int to = (int) Math.min(in.writerIndex(), (long) start + most + 3);
        int end = from < to ? in.indexOf(from, to, (byte) '\n') : -1;
        if (end < 0) {
            scanned = to - start;
            return null;
        }
        scanned = 0;
        FieldLine line = FieldLine.current();
        line.take(in, end);
        return line;
    }
}
