package dev.postern.tls.record;

import dev.postern.checks.Attack;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HandshakeReassemblerTest {
    private final HandshakeReassembler reassembler = new HandshakeReassembler(Limits.DEFAULT);

    @Test
    @Attack(12)
    void putsAMessageTogetherFromSingleBytes() {
        byte[] message = header(2, 300);
        byte[] whole = Arrays.copyOf(message, 304);
        for (int i = 0; i < whole.length; i++) {
            assertThat(reassembler.next(Epoch.PLAINTEXT)).isEmpty();
            reassembler.add(whole, i, 1);
        }
        assertThat(reassembler.next(Epoch.PLAINTEXT).orElseThrow().message()).isEqualTo(whole);
        assertThat(reassembler.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 16384", "2, 16384", "11, 65536", "25, 65536", "77, 16384"})
    void believesALengthUpToItsLimit(int type, int limit) {
        reassembler.add(header(type, limit), 0, 4);
        assertThat(reassembler.next(Epoch.PLAINTEXT)).isEmpty();

        HandshakeReassembler other = new HandshakeReassembler(Limits.DEFAULT);
        assertThatThrownBy(() -> other.add(header(type, limit + 1), 0, 4)).isInstanceOfSatisfying(TlsAlert.class,
                alert -> assertThat(alert.description()).isEqualTo(AlertDescription.ILLEGAL_PARAMETER));
    }

    @Test
    @Attack(13)
    void anAnnouncedLengthReservesNothing() {
        byte[] header = header(11, 65_536);
        long before = allocated();
        for (int i = 0; i < 100; i++) {
            new HandshakeReassembler(Limits.DEFAULT).add(header, 0, 4);
        }
        assertThat(allocated() - before).isLessThan(100 * 1024);
    }

    @Test
    @Attack(14)
    void tinyFragmentsAreNotCopiedAgainAndAgain() {
        byte[] header = header(11, 65_536);
        byte[] one = {0};
        reassembler.add(header, 0, 4);
        long before = allocated();
        for (int i = 0; i < 65_535; i++) {
            reassembler.add(one, 0, 1);
        }
        assertThat(allocated() - before).isLessThan(1 << 20);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static byte[] header(int type, int length) {
        return new byte[]{(byte) type, (byte) (length >>> 16), (byte) (length >>> 8), (byte) length};
    }
}
