package dev.postern.tls.connection;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.message.KeyUpdate;
import dev.postern.tls.pair.ChangedLimits;
import dev.postern.tls.pair.Outbox;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.record.HandshakeBytes;
import dev.postern.tls.record.RecordReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// A connection that lives until its keys can be updated no more.
class KeyUpdateLimitsTest {
    private static final long LAST_GENERATION = (1L << 48) - 1;
    private static final int RECORD = 1 << 14;

    private final PairSetup setup = new PairSetup();
    private final EngineEnvironment environment = setup.environment();
    private final Outbox out = new Outbox();

    private TrafficSecret secret() {
        return EarlySecret.withoutPsk(environment.crypto().keySchedule(HashAlgorithm.SHA256), SecretLog.OFF)
                .advance(Secret.wrap(new byte[32])).advance().clientTraffic(new byte[32]);
    }

    private Sending sendingAt(long generation, Limits limits) {
        Sending sending = new Sending(setup.limits(limits).environment(), generation);
        sending.install(Epoch.APPLICATION, secret(), AeadAlgorithm.AES_128_GCM, out);
        return sending;
    }

    private int records() {
        byte[] sent = out.take();
        int count = 0;
        for (int at = 0; at < sent.length; count++) {
            at += 5 + ((sent[at + 3] & 0xff) << 8 | (sent[at + 4] & 0xff));
        }
        return count;
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 9)
    @Attack(46)
    void sendsNoMoreThan2To48Minus1KeyUpdates() {
        Sending sending = sendingAt(LAST_GENERATION - 1, Limits.DEFAULT);
        sending.updateKeys(false, out);
        assertThat(records()).as("the last one").isEqualTo(1);
        sending.updateKeys(false, out);
        assertThat(records()).as("one past it").isZero();
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 11)
    void ignoresARequestUnderItsLastKey() {
        Sending sending = sendingAt(LAST_GENERATION, Limits.DEFAULT);
        sending.peerUpdated(true);
        sending.applicationData(new byte[10], 0, 10, out);
        assertThat(records()).as("data alone").isEqualTo(1);
        Sending before = sendingAt(LAST_GENERATION - 1, Limits.DEFAULT);
        before.peerUpdated(true);
        before.applicationData(new byte[10], 0, 10, out);
        assertThat(records()).as("KeyUpdate and data").isEqualTo(2);
    }

    @Test
    @Rfc(number = 9846, section = "5.5", clause = 1)
    void sendsNothingOnceItsLastKeyHasDoneItsWork() {
        Sending sending = sendingAt(LAST_GENERATION, ChangedLimits.with("keyUpdateRecords", 3L));
        assertThat(sending.sendable(10 * RECORD)).isEqualTo(3 * RECORD);
        sending.applicationData(new byte[3 * RECORD], 0, 3 * RECORD, out);
        assertThat(records()).isEqualTo(3);
        assertThat(sending.sendable(1)).isZero();
        assertThat(sendingAt(LAST_GENERATION - 1, ChangedLimits.with("keyUpdateRecords", 3L)).sendable(10 * RECORD))
                .as("where a key follows").isEqualTo(10 * RECORD);
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 10)
    void followsAPeerThatUpdatesMoreOftenThanWeMay() {
        RecordReader reader = new RecordReader(Limits.DEFAULT);
        Receiving receiving = new Receiving(environment.crypto(), reader, LAST_GENERATION);
        receiving.install(Epoch.APPLICATION, secret(), AeadAlgorithm.AES_128_GCM);
        byte[] update = new KeyUpdate(true).toByteArray();
        assertThat(receiving.keyUpdate(new HandshakeBytes(Epoch.APPLICATION, update))).isTrue();
        assertThat(receiving.generation()).isEqualTo(1L << 48);
    }
}
