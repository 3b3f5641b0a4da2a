package dev.postern.tls.record;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;
import dev.postern.tls.keys.TrafficKeys;
import dev.postern.tls.pair.Outbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordProtectionTest {
    private static final int RECORD = 1 << 14;
    private static final int PIECES = 1000;

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void everyProviderOpensWhatAnotherSealed(AeadAlgorithm algorithm) {
        CryptoProvider[] providers = {CryptoProviders.jdk(), CryptoProviders.bouncyCastle()};
        for (CryptoProvider sealing : providers) {
            for (CryptoProvider opening : providers) {
                RecordProtection seal = protection(sealing, algorithm);
                RecordProtection open = protection(opening, algorithm);
                for (int length : new int[]{0, 1, 15, 16, 17, 1000, RECORD}) {
                    byte[] content = new byte[length];
                    Arrays.fill(content, (byte) length);
                    byte[] record = new byte[length + 22];
                    assertThat(seal.seal(23, content, 0, length, record, 0)).isEqualTo(record.length);
                    byte[] opened = new byte[length + 1];
                    assertThat(open.open(record, 0, length + 17, opened, 0)).isEqualTo(length + 1);
                    assertThat(Arrays.copyOf(opened, length)).isEqualTo(content);
                    assertThat(opened[length]).isEqualTo((byte) 23);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    @Attack(45)
    @EarlyDataRule("1.3")
    void aForgedRecordLeavesTheSequenceWhereItIs(AeadAlgorithm algorithm) {
        for (CryptoProvider crypto : new CryptoProvider[]{CryptoProviders.jdk(), CryptoProviders.bouncyCastle()}) {
            RecordProtection open = protection(crypto, algorithm);
            byte[] record = new byte[30];
            protection(crypto, algorithm).seal(23, new byte[8], 0, 8, record, 0);
            byte[] opened = new byte[9];
            for (int i = 0; i < record.length; i++) {
                record[i] ^= 1;
                assertThat(open.open(record, 0, 25, opened, 0)).isEqualTo(-1);
                record[i] ^= 1;
            }
            assertThat(open.open(record, 0, 25, opened, 0)).isEqualTo(9);
        }
    }

    @Test
    @Rfc(number = 9846, section = "5.3", clause = 2)
    @Attack(43)
    void theSequenceNumberDoesNotWrap() {
        Aead aead = new IdleAead();
        RecordProtection last = new RecordProtection(AeadAlgorithm.CHACHA20_POLY1305, aead, new byte[12], -2L);
        byte[] record = new byte[22];
        last.seal(23, new byte[0], 0, 0, record, 0);
        assertThatThrownBy(() -> last.seal(23, new byte[0], 0, 0, record, 0)).isInstanceOfSatisfying(TlsAlert.class,
                alert -> assertThat(alert.description()).isEqualTo(AlertDescription.INTERNAL_ERROR));
    }

    @Test
    void aGcmKeyIsDueForUpdateAfterItsRecords() {
        RecordWriter writer = new RecordWriter(limits(3));
        writer.protect(protection(CryptoProviders.jdk(), AeadAlgorithm.AES_128_GCM));
        Outbox out = new Outbox();
        for (int left = 3; left > 0; left--) {
            assertThat(writer.recordsUntilKeyUpdate()).isEqualTo(left);
            writer.applicationData(new byte[1], 0, 1, out);
        }
        assertThat(writer.isKeyUpdateDue()).isTrue();
    }

    @Test
    void chaChaKeysAreNeverDue() {
        RecordWriter writer = new RecordWriter(limits(1));
        writer.protect(protection(CryptoProviders.jdk(), AeadAlgorithm.CHACHA20_POLY1305));
        writer.applicationData(new byte[1], 0, 1, new Outbox());
        assertThat(writer.isKeyUpdateDue()).isFalse();
    }

    @Test
    @Rfc(number = 9846, section = "5.1", clause = 15)
    void applicationDataNeverGoesOutUnprotected() {
        RecordWriter writer = new RecordWriter(Limits.DEFAULT);
        assertThatThrownBy(() -> writer.applicationData(new byte[1], 0, 1, new Outbox()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theTrafficPathAllocatesNothingOfOurs() {
        RecordWriter writer = new RecordWriter(Limits.DEFAULT);
        writer.protect(new RecordProtection(AeadAlgorithm.AES_128_GCM, new IdleAead(), new byte[12], 0));
        RecordReader reader = new RecordReader(Limits.DEFAULT);
        reader.install(Epoch.APPLICATION,
                new RecordProtection(AeadAlgorithm.AES_128_GCM, new IdleAead(), new byte[12], 0), reader.boundary());
        FixedRoom network = new FixedRoom();
        FixedRoom application = new FixedRoom();
        byte[] data = new byte[4 * RECORD];
        carry(writer, reader, network, application, data, PIECES);

        long before = allocated();
        carry(writer, reader, network, application, data, PIECES);
        // The measurement itself allocates a few bytes, records would at least 16 each.
        assertThat(allocated() - before).isLessThan(4 * PIECES);
        assertThat(application.committed).isEqualTo(2L * PIECES * data.length);
    }

    private static void carry(RecordWriter writer, RecordReader reader, FixedRoom network, FixedRoom application,
            byte[] data, int times) {
        for (int i = 0; i < times; i++) {
            network.last = 0;
            writer.applicationData(data, 0, data.length, network);
            for (int at = 0; at < network.last; at += reader.consumed()) {
                if (reader.read(network.room, at, network.last - at, application) != Incoming.APPLICATION_DATA) {
                    throw new AssertionError("no data");
                }
            }
        }
    }

    private static RecordProtection protection(CryptoProvider crypto, AeadAlgorithm algorithm) {
        return RecordProtection.of(crypto, new TrafficKeys(algorithm, Secret.wrap(new byte[algorithm.keyBytes()]),
                Secret.wrap(new byte[AeadAlgorithm.NONCE_BYTES])));
    }

    private static Limits limits(long keyUpdateRecords) {
        Limits d = Limits.DEFAULT;
        return new Limits(d.clientHelloBytes(), d.handshakeMessageBytes(), d.certificateMessageBytes(),
                d.certificateChainLength(), d.pskIdentities(), d.keyShares(), d.extensions(), d.postHandshakeMessages(),
                d.emptyRecords(), d.warningAlerts(), d.earlyDataBytes(), d.unconfirmedBytes(),
                d.skippedEarlyDataBytes(), keyUpdateRecords,
                d.clientHelloDeadline(), d.handshakeDeadline(), d.confirmationDeadline());
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /// Neither encrypts nor allocates, so that what is left is ours.
    private static final class IdleAead implements Aead {
        @Override
        public int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length,
                byte[] out, int outOffset) {
            System.arraycopy(in, inOffset, out, outOffset, length);
            return length + AeadAlgorithm.TAG_BYTES;
        }

        @Override
        public int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length,
                byte last, byte[] out, int outOffset) {
            System.arraycopy(in, inOffset, out, outOffset, length);
            out[outOffset + length] = last;
            return length + 1 + AeadAlgorithm.TAG_BYTES;
        }

        @Override
        public int open(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length,
                byte[] out, int outOffset) {
            System.arraycopy(in, inOffset, out, outOffset, length - AeadAlgorithm.TAG_BYTES);
            return length - AeadAlgorithm.TAG_BYTES;
        }

        @Override
        public void destroy() {
            // no key
        }
    }

    private static final class FixedRoom implements TlsOutput, TlsSink {
        private final byte[] room = new byte[5 * RECORD];
        private int last;
        private long committed;

        @Override
        public byte[] reserve(int bytes) {
            return room;
        }

        @Override
        public int position() {
            return 0;
        }

        @Override
        public void commit(int bytes) {
            last += bytes;
        }

        @Override
        public void commit(int bytes, DataKind kind) {
            committed += bytes;
        }

        @Override
        public void event(TlsEvent event) {
            throw new AssertionError("no events in the record layer");
        }
    }
}
