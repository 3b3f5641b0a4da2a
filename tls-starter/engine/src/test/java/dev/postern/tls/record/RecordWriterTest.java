package dev.postern.tls.record;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.TrafficKeys;
import dev.postern.tls.pair.Outbox;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class RecordWriterTest {
    private final CryptoProvider crypto = CryptoProviders.fastest();
    private final RecordWriter writer = new RecordWriter(Limits.DEFAULT);
    private final Outbox out = new Outbox();

    private RecordProtection keys(int seed) {
        byte[] key = new byte[16];
        Arrays.fill(key, (byte) seed);
        return RecordProtection.of(crypto,
                new TrafficKeys(AeadAlgorithm.AES_128_GCM, Secret.wrap(key), Secret.wrap(new byte[12])));
    }

    @Test
    @Rfc(number = 9846, section = "6", clause = 3)
    @Rfc(number = 9846, section = "6.1", clause = 2)
    @Rfc(number = 9846, section = "5.1", clause = {8, 9})
    void sendsGoodbyesAsWarningsAndErrorsAsFatalOneToARecord() {
        writer.alert(AlertDescription.CLOSE_NOTIFY, out);
        assertThat(out.take()).containsExactly(21, 3, 3, 0, 2, 1, 0);
        writer.alert(AlertDescription.USER_CANCELED, out);
        assertThat(out.take()).containsExactly(21, 3, 3, 0, 2, 1, 90);
        for (AlertDescription error : AlertDescription.values()) {
            if (error != AlertDescription.CLOSE_NOTIFY && error != AlertDescription.USER_CANCELED) {
                writer.alert(error, out);
                assertThat(out.take()).as(error.label()).containsExactly(21, 3, 3, 0, 2, 2, (byte) error.code());
            }
        }
    }

    @Test
    @Rfc(number = 9846, section = "5.3", clause = 1)
    void beginsEachKeyWithSequenceNumberZero() {
        byte[] data = new byte[20];
        writer.protect(keys(1));
        writer.applicationData(data, 0, data.length, out);
        writer.applicationData(data, 0, data.length, out);
        out.take();
        writer.protect(keys(2));
        writer.applicationData(data, 0, data.length, out);
        byte[] record = out.take();
        assertThat(keys(2).open(record, 0, record.length - 5, new byte[64], 0)).isEqualTo(21);
    }

    @Test
    @Rfc(number = 9846, section = "5.4", clause = 1)
    void putsNothingButZerosBehindTheContentType() {
        writer.protect(keys(3));
        writer.applicationData(new byte[]{7, 7, 7}, 0, 3, out);
        byte[] record = out.take();
        byte[] inner = new byte[record.length];
        int length = keys(3).open(record, 0, record.length - 5, inner, 0);
        assertThat(Arrays.copyOf(inner, 4)).containsExactly(7, 7, 7, 23);
        assertThat(Arrays.copyOfRange(inner, 4, length)).isEqualTo(new byte[length - 4]);
    }

    @Test
    @Rfc(number = 9846, section = "5.1", clause = 7)
    @Rfc(number = 9846, section = "5.4", clause = 2)
    void sendsNoEmptyHandshakeRecord() {
        writer.handshake(new byte[0], out);
        assertThat(out.isEmpty()).isTrue();
        writer.protect(keys(4));
        writer.handshake(new byte[0], out);
        assertThat(out.isEmpty()).isTrue();
    }
}
