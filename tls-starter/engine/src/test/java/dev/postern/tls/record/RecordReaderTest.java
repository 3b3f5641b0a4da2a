package dev.postern.tls.record;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.TrafficKeys;
import dev.postern.tls.pair.Inbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Each bound of the record layer at its edge, and one past it.
class RecordReaderTest {
    private static final int HANDSHAKE = 22;
    private static final int ALERT = 21;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int APPLICATION_DATA = 23;
    private static final int MAX = 1 << 14;

    private final CryptoProvider crypto = CryptoProviders.fastest();
    private final RecordReader reader = new RecordReader(Limits.DEFAULT);
    private final Inbox inbox = new Inbox();
    /// The peer: seals with the same key as the reader opens.
    private RecordProtection peer = protection();

    @Test
    void waitsForAWholeRecord() {
        byte[] record = plain(HANDSHAKE, message(2, 10));
        for (int length = 0; length < record.length; length++) {
            assertThat(reader.read(record, 0, length, inbox)).isEqualTo(Incoming.INCOMPLETE);
            assertThat(reader.consumed()).isZero();
        }
        assertThat(read(record)).isEqualTo(Incoming.HANDSHAKE);
    }

    @Test
    @Rfc(number = 9846, section = "5", clause = 5)
    @Rfc(number = 9846, section = "E.5", clause = 5)
    void refusesAnotherProtocolAtItsFirstByte() {
        refuses(AlertDescription.UNEXPECTED_MESSAGE, "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    @Rfc(number = 9846, section = "5.1", clause = 11)
    @Rfc(number = 9846, section = "E", clause = 1)
    @Rfc(number = 9846, section = "E.2", clause = 4)
    void ignoresTheVersion() {
        for (int version : new int[]{0x0301, 0x037f, 0x0203, 0, 0xffff}) {
            byte[] record = plain(HANDSHAKE, message(2, 10));
            record[1] = (byte) (version >> 8);
            record[2] = (byte) version;
            assertThat(read(record)).isEqualTo(Incoming.HANDSHAKE);
        }
    }

    @Test
    @Rfc(number = 9846, section = "5.1", clause = 13)
    void refusesAPlaintextRecordLongerThan16KiB() {
        assertThat(read(plain(HANDSHAKE, Arrays.copyOf(message(2, MAX - 4), MAX)))).isEqualTo(Incoming.HANDSHAKE);
        refuses(AlertDescription.RECORD_OVERFLOW, new byte[]{HANDSHAKE, 3, 3, 0x40, 1});
    }

    @Test
    @Rfc(number = 9846, section = "5.2", clause = {2, 5})
    @Attack(43)
    void refusesAProtectedRecordLongerThan16KiBAnd256() {
        install(Epoch.APPLICATION);
        refuses(AlertDescription.RECORD_OVERFLOW, new byte[]{APPLICATION_DATA, 3, 3, 0x41, 1});
    }

    @Test
    void opensTheLargestInnerPlaintextAndRefusesOneByteMore() {
        install(Epoch.APPLICATION);
        assertThat(read(sealed(APPLICATION_DATA, new byte[MAX]))).isEqualTo(Incoming.APPLICATION_DATA);
        assertThat(reader.dataBytes()).isEqualTo(MAX);
        refuses(AlertDescription.RECORD_OVERFLOW, sealed(APPLICATION_DATA, new byte[MAX + 1]));
    }

    @Test
    @Rfc(number = 9846, section = "5.4", clause = 5)
    void countsPaddingIntoTheInnerPlaintext() {
        install(Epoch.APPLICATION);
        byte[] padded = new byte[MAX + 1];
        padded[0] = APPLICATION_DATA;
        refuses(AlertDescription.RECORD_OVERFLOW, sealed(0, padded));
    }

    @Test
    void removesPadding() {
        install(Epoch.APPLICATION);
        assertThat(read(sealed(0, new byte[]{'h', 'i', APPLICATION_DATA, 0, 0, 0})))
                .isEqualTo(Incoming.APPLICATION_DATA);
        assertThat(inbox.text()).isEqualTo("hi");
    }

    @Test
    @Rfc(number = 9846, section = "5.4", clause = {3, 4})
    @Attack(43)
    void refusesNothingButPadding() {
        install(Epoch.APPLICATION);
        refuses(AlertDescription.UNEXPECTED_MESSAGE, sealed(0, new byte[40]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 16, 17, 40})
    @Rfc(number = 9846, section = "5.2", clause = 3)
    @Attack(45)
    void refusesWhatDoesNotOpen(int length) {
        install(Epoch.APPLICATION);
        refuses(AlertDescription.BAD_RECORD_MAC, plain(APPLICATION_DATA, new byte[length]));
    }

    @Test
    void refusesARecordThatIsRepeated() {
        install(Epoch.APPLICATION);
        byte[] record = sealed(APPLICATION_DATA, new byte[]{1});
        assertThat(read(record)).isEqualTo(Incoming.APPLICATION_DATA);
        refuses(AlertDescription.BAD_RECORD_MAC, record);
    }

    @Test
    @Attack(4)
    void refusesApplicationDataWithoutKeysAndBeforeFinished() {
        refuses(AlertDescription.UNEXPECTED_MESSAGE, plain(APPLICATION_DATA, new byte[40]));
        install(Epoch.HANDSHAKE);
        refuses(AlertDescription.UNEXPECTED_MESSAGE, sealed(APPLICATION_DATA, new byte[]{1}));
    }

    @Test
    void refusesUnprotectedHandshakeMessagesUnderKeys() {
        install(Epoch.HANDSHAKE);
        refuses(AlertDescription.UNEXPECTED_MESSAGE, plain(HANDSHAKE, message(8, 2)));
    }

    @ParameterizedTest
    @ValueSource(ints = {HANDSHAKE, ALERT})
    @Rfc(number = 9846, section = "5.4", clause = 2)
    void refusesEmptyHandshakeAndAlertRecords(int type) {
        refuses(AlertDescription.UNEXPECTED_MESSAGE, plain(type, new byte[0]));
        install(Epoch.HANDSHAKE);
        refuses(AlertDescription.UNEXPECTED_MESSAGE, sealed(type, new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(ints = {CHANGE_CIPHER_SPEC, 24, 99})
    @Rfc(number = 9846, section = "5", clause = {2, 5})
    @Attack(43)
    void refusesOtherProtectedTypes(int type) {
        install(Epoch.HANDSHAKE);
        reader.allowChangeCipherSpec();
        refuses(AlertDescription.UNEXPECTED_MESSAGE, sealed(type, new byte[]{1}));
    }

    @Test
    @Attack(43)
    void endsAfterTooManyEmptyRecords() {
        install(Epoch.APPLICATION);
        for (int i = 0; i < Limits.DEFAULT.emptyRecords(); i++) {
            assertThat(read(sealed(APPLICATION_DATA, new byte[0]))).isEqualTo(Incoming.NOTHING);
        }
        refuses(AlertDescription.UNEXPECTED_MESSAGE, sealed(APPLICATION_DATA, new byte[0]));
    }

    @Test
    void startsCountingEmptyRecordsAnewAfterContent() {
        install(Epoch.APPLICATION);
        for (int i = 0; i < 3 * Limits.DEFAULT.emptyRecords(); i++) {
            byte[] content = i % Limits.DEFAULT.emptyRecords() == 0 ? new byte[]{1} : new byte[0];
            read(sealed(APPLICATION_DATA, content));
        }
        assertThat(inbox.text()).hasSize(3);
    }

    @Test
    @Rfc(number = 9846, section = "5", clause = {1, 3})
    void dropsChangeCipherSpecOnlyBetweenTheFirstHelloAndFinished() {
        byte[] record = plain(CHANGE_CIPHER_SPEC, new byte[]{1});
        refuses(AlertDescription.UNEXPECTED_MESSAGE, record);
        reader.allowChangeCipherSpec();
        assertThat(read(record)).isEqualTo(Incoming.NOTHING);
        install(Epoch.HANDSHAKE);
        assertThat(read(record)).isEqualTo(Incoming.NOTHING);
        install(Epoch.APPLICATION);
        refuses(AlertDescription.UNEXPECTED_MESSAGE, record);
    }

    @Test
    @Rfc(number = 9846, section = "5", clause = 2)
    void refusesChangeCipherSpecThatIsNotOneByteOfOne() {
        reader.allowChangeCipherSpec();
        refuses(AlertDescription.UNEXPECTED_MESSAGE, plain(CHANGE_CIPHER_SPEC, new byte[]{2}));
        refuses(AlertDescription.UNEXPECTED_MESSAGE, plain(CHANGE_CIPHER_SPEC, new byte[]{1, 1}));
        refuses(AlertDescription.UNEXPECTED_MESSAGE, plain(CHANGE_CIPHER_SPEC, new byte[0]));
    }

    @Test
    @Attack(9)
    void endsAfterTooManyChangeCipherSpecs() {
        reader.allowChangeCipherSpec();
        byte[] record = plain(CHANGE_CIPHER_SPEC, new byte[]{1});
        for (int i = 0; i < Limits.DEFAULT.emptyRecords(); i++) {
            read(record);
        }
        refuses(AlertDescription.UNEXPECTED_MESSAGE, record);
    }

    @Test
    @Rfc(number = 9846, section = "5.1", clause = {2, 3})
    void refusesOtherRecordsInsideAHandshakeMessage() {
        reader.allowChangeCipherSpec();
        read(plain(HANDSHAKE, Arrays.copyOf(message(2, 10), 5)));
        refuses(AlertDescription.UNEXPECTED_MESSAGE, plain(CHANGE_CIPHER_SPEC, new byte[]{1}));
        refuses(AlertDescription.UNEXPECTED_MESSAGE, plain(ALERT, new byte[]{1, 0}));
    }

    @Test
    @Rfc(number = 9846, section = "5.1", clause = {4, 5})
    @Attack(1)
    void keysChangeOnlyOnARecordBoundary() {
        byte[] two = new byte[20];
        System.arraycopy(message(2, 6), 0, two, 0, 10);
        System.arraycopy(message(8, 6), 0, two, 10, 10);
        read(plain(HANDSHAKE, two));
        assertThat(reader.nextMessage().orElseThrow().type()).isEqualTo(2);
        alertOf(AlertDescription.UNEXPECTED_MESSAGE, reader::boundary);
    }

    @Test
    void aBoundaryIsGoodUntilTheNextRecord() {
        RecordBoundary old = reader.boundary();
        reader.allowChangeCipherSpec();
        read(plain(CHANGE_CIPHER_SPEC, new byte[]{1}));
        RecordProtection keys = protection();

        assertThatThrownBy(() -> reader.install(Epoch.HANDSHAKE, keys, old)).isInstanceOf(IllegalStateException.class);
        RecordBoundary foreign = new RecordReader(Limits.DEFAULT).boundary();
        assertThatThrownBy(() -> reader.install(Epoch.HANDSHAKE, keys, foreign))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void messagesCarryTheirEpoch() {
        read(plain(HANDSHAKE, message(2, 6)));
        assertThat(reader.nextMessage().orElseThrow().epoch()).isEqualTo(Epoch.PLAINTEXT);
        install(Epoch.HANDSHAKE);
        read(sealed(HANDSHAKE, message(8, 6)));
        assertThat(reader.nextMessage().orElseThrow().epoch()).isEqualTo(Epoch.HANDSHAKE);
    }

    @Test
    @Rfc(number = 9846, section = "6", clause = {3, 4})
    @Attack(46)
    void readsAlertsByTheirDescriptionAlone() {
        assertThat(read(plain(ALERT, new byte[]{2, 0}))).isEqualTo(Incoming.CLOSE_NOTIFY);
        assertThat(read(plain(ALERT, new byte[]{2, 90}))).isEqualTo(Incoming.NOTHING);
        assertThat(alertOf(AlertDescription.HANDSHAKE_FAILURE, () -> read(plain(ALERT, new byte[]{1, 40}))).fault())
                .isEqualTo(Fault.PEER_ALERT);
        assertThat(alertOf(AlertDescription.GENERAL_ERROR, () -> read(plain(ALERT, new byte[]{1, 77}))))
                .hasMessageContaining("77");
    }

    @Test
    @Rfc(number = 9846, section = "5.1", clause = {8, 9})
    void refusesSplitAndCoalescedAlerts() {
        refuses(AlertDescription.DECODE_ERROR, plain(ALERT, new byte[]{2}));
        refuses(AlertDescription.DECODE_ERROR, plain(ALERT, new byte[]{1, 90, 1, 0}));
    }

    @Test
    void endsAfterTooManyWarnings() {
        for (int i = 0; i < Limits.DEFAULT.warningAlerts(); i++) {
            assertThat(read(plain(ALERT, new byte[]{1, 90}))).isEqualTo(Incoming.NOTHING);
        }
        refuses(AlertDescription.UNEXPECTED_MESSAGE, plain(ALERT, new byte[]{1, 90}));
    }

    @Test
    void takesAnUnprotectedAlertOnlyBeforeTheFirstProtectedRecord() {
        install(Epoch.HANDSHAKE);
        assertThat(alertOf(AlertDescription.DECODE_ERROR, () -> read(plain(ALERT, new byte[]{2, 50}))).fault())
                .isEqualTo(Fault.PEER_ALERT);
        read(sealed(HANDSHAKE, message(8, 6)));
        reader.nextMessage();
        assertThat(alertOf(AlertDescription.UNEXPECTED_MESSAGE, () -> read(plain(ALERT, new byte[]{2, 50}))).fault())
                .isEqualTo(Fault.PEER_MISBEHAVED);
    }

    @Test
    void earlyDataEndsAtItsLimit() {
        reader.openEarlyData(10, protection(), reader.boundary());
        peer = protection();
        read(sealed(0, new byte[]{'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', APPLICATION_DATA, 0, 0, 0, 0}));
        assertThat(inbox.earlyText()).isEqualTo("0123456789");
        refuses(AlertDescription.UNEXPECTED_MESSAGE, sealed(APPLICATION_DATA, new byte[]{1}));
        assertThat(inbox.earlyText()).isEqualTo("0123456789");
    }

    @Test
    void skipsRefusedEarlyDataByTrialDecryption() {
        install(Epoch.HANDSHAKE);
        reader.skipEarlyData(EarlyDataSkip.TRIAL_DECRYPTION);
        assertThat(read(plain(APPLICATION_DATA, new byte[100]))).isEqualTo(Incoming.NOTHING);
        assertThat(read(plain(APPLICATION_DATA, new byte[1]))).isEqualTo(Incoming.NOTHING);
        assertThat(read(sealed(HANDSHAKE, message(20, 32)))).isEqualTo(Incoming.HANDSHAKE);
        reader.nextMessage();
        refuses(AlertDescription.BAD_RECORD_MAC, plain(APPLICATION_DATA, new byte[100]));
    }

    @Test
    void skipsRefusedEarlyDataByItsTypeUntilTheSecondHello() {
        reader.skipEarlyData(EarlyDataSkip.OUTER_TYPE);
        assertThat(read(plain(APPLICATION_DATA, new byte[100]))).isEqualTo(Incoming.NOTHING);
        assertThat(read(plain(HANDSHAKE, message(1, 40)))).isEqualTo(Incoming.HANDSHAKE);
        reader.nextMessage();
        refuses(AlertDescription.UNEXPECTED_MESSAGE, plain(APPLICATION_DATA, new byte[100]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_384})
    void skipsSoMuchAndNoMore(int length) {
        reader.skipEarlyData(EarlyDataSkip.OUTER_TYPE);
        byte[] record = plain(APPLICATION_DATA, new byte[length]);
        int allowed = Limits.DEFAULT.skippedEarlyDataBytes() / record.length;
        for (int i = 0; i < allowed; i++) {
            assertThat(read(record)).isEqualTo(Incoming.NOTHING);
        }
        refuses(AlertDescription.UNEXPECTED_MESSAGE, record);
    }

    private void install(Epoch epoch) {
        reader.install(epoch, protection(), reader.boundary());
        peer = protection();
    }

    private RecordProtection protection() {
        return RecordProtection.of(crypto, new TrafficKeys(AeadAlgorithm.AES_128_GCM, Secret.wrap(new byte[16]),
                Secret.wrap(new byte[AeadAlgorithm.NONCE_BYTES])));
    }

    private Incoming read(byte[] record) {
        Incoming found = reader.read(record.clone(), 0, record.length, inbox);
        assertThat(reader.consumed()).isEqualTo(record.length);
        return found;
    }

    private void refuses(AlertDescription expected, byte[] record) {
        assertThat(alertOf(expected, () -> reader.read(record.clone(), 0, record.length, inbox)).fault())
                .isEqualTo(Fault.PEER_MISBEHAVED);
    }

    private static TlsAlert alertOf(AlertDescription expected, Runnable action) {
        try {
            action.run();
        } catch (TlsAlert alert) {
            assertThat(alert.description()).isEqualTo(expected);
            return alert;
        }
        throw new AssertionError("expected the alert " + expected);
    }

    /// What a peer would send that appends any byte, also one that is no content type.
    private byte[] sealed(int type, byte[] content) {
        byte[] record = new byte[RecordHeader.BYTES + content.length + 1 + AeadAlgorithm.TAG_BYTES];
        peer.seal(type, content, 0, content.length, record, 0);
        return record;
    }

    private static byte[] plain(int type, byte[] body) {
        byte[] record = new byte[RecordHeader.BYTES + body.length];
        record[0] = (byte) type;
        record[1] = 3;
        record[2] = 3;
        record[3] = (byte) (body.length >>> 8);
        record[4] = (byte) body.length;
        System.arraycopy(body, 0, record, RecordHeader.BYTES, body.length);
        return record;
    }

    private static byte[] message(int type, int bodyLength) {
        byte[] message = new byte[4 + bodyLength];
        message[0] = (byte) type;
        message[2] = (byte) (bodyLength >>> 8);
        message[3] = (byte) bodyLength;
        return message;
    }
}
