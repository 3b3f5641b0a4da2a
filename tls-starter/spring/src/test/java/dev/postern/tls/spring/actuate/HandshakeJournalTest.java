package dev.postern.tls.spring.actuate;

import org.junit.jupiter.api.Test;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class HandshakeJournalTest {
    private final HandshakeJournal journal = new HandshakeJournal(3, 100);

    private static HandshakeRecord handshake(String sni) {
        return new HandshakeRecord(Instant.EPOCH, HandshakeRecord.Result.SUCCESS, sni, "h", "data", null, "TLSv1.3",
                "TLS_AES_128_GCM_SHA256", "x25519", "h2", HandshakeRecord.Resumption.NONE,
                HandshakeRecord.EarlyData.NOT_OFFERED, "notOffered", null, null, 1.5);
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            journal.publish(handshake("n" + i));
        }
    }

    @Test
    void goesOnWhereAReaderStopped() {
        publish(2);
        assertThat(journal.after(100, 10)).extracting(entry -> entry.handshake().sni()).containsExactly("n1");
        assertThat(journal.after(101, 10)).isEmpty();
    }

    @Test
    void keepsTheNewestOnly() {
        publish(5);
        assertThat(journal.after(0, 10)).extracting(HandshakeJournal.Entry::number).containsExactly(102L, 103L, 104L);
        assertThat(journal.latest(2)).extracting(HandshakeJournal.Entry::number).containsExactly(104L, 103L);
    }

    @Test
    void aNumberOfTheFutureMissesNothingThatComes() {
        publish(1);
        assertThat(journal.after(Long.MAX_VALUE, 10)).isEmpty();
    }
}
