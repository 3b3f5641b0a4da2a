package dev.postern.tls.event;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// The engine's own memory for callers that have no better.
class ArrayOutputTest {
    private final ArrayOutput output = new ArrayOutput();

    private void write(int reserved, int... bytes) {
        byte[] room = output.reserve(reserved);
        assertThat(room.length - output.position()).isGreaterThanOrEqualTo(reserved);
        for (int i = 0; i < bytes.length; i++) {
            room[output.position() + i] = (byte) bytes[i];
        }
        output.commit(bytes.length);
    }

    @Test
    void keepsWhatWasCommittedInItsOrderHoweverMuchWasReserved() {
        write(100, 1, 2);
        write(1 << 17);
        write(1 << 18, 3);

        assertThat(output.bytes()).containsExactly(1, 2, 3);
        assertThat(output.isEmpty()).isFalse();
    }

    @Test
    void isTakenOnce() {
        write(2, 1, 2);

        assertThat(output.take()).containsExactly(1, 2);
        assertThat(output.isEmpty()).isTrue();
        write(1, 3);
        assertThat(output.take()).containsExactly(3);
    }

    @Test
    void theSinkHandsOnPiecesThatStayAsTheyAre() {
        List<byte[]> pieces = new ArrayList<>();
        ArraySink sink = new ArraySink() {
            @Override
            protected void data(byte[] bytes, DataKind kind) {
                pieces.add(bytes);
            }

            @Override
            public void event(TlsEvent event) {}
        };
        for (int length : new int[]{2, 1 << 15, 3}) {
            Arrays.fill(sink.reserve(length), sink.position(), sink.position() + length, (byte) length);
            sink.commit(length, DataKind.APPLICATION);
        }

        assertThat(pieces).hasSize(3);
        assertThat(pieces.getFirst()).containsExactly(2, 2);
        assertThat(pieces.get(1)).hasSize(1 << 15).containsOnly((byte) (1 << 15));
        assertThat(pieces.getLast()).containsExactly(3, 3, 3);
    }
}
