package dev.postern.tls.message;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HandshakeMessageTest {
    static List<HandshakeMessage> samples() {
        return MessageSamples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Rfc(number = 9846, section = "4.3", clause = 1)
    void comesBackFromTheWireAsItWas(HandshakeMessage message) {
        assertThat(read(message.toByteArray())).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Rfc(number = 9846, section = "6", clause = 5)
    @Attack(46)
    void refusesEveryTruncation(HandshakeMessage message) {
        byte[] whole = message.toByteArray();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(alertFrom(cut)).as("cut to %d", length).contains(AlertDescription.DECODE_ERROR);
        }
    }

    /// The same with a length field that agrees with what is left, so that the structures inside are reached.
    @ParameterizedTest
    @MethodSource("samples")
    void refusesEveryTruncationThatHidesInTheLength(HandshakeMessage message) {
        byte[] whole = message.toByteArray();
        for (int length = 4; length < whole.length; length++) {
            byte[] cut = withLength(Arrays.copyOf(whole, length));
            if (!isWholeWithout(message, length)) {
                assertThat(alertFrom(cut)).as("cut to %d", length).contains(AlertDescription.DECODE_ERROR);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Rfc(number = 9846, section = "4.2.2", clause = 16)
    void refusesAByteTooMany(HandshakeMessage message) {
        byte[] whole = message.toByteArray();
        assertThat(alertFrom(Arrays.copyOf(whole, whole.length + 1))).contains(AlertDescription.DECODE_ERROR);
        if (!(message instanceof Finished)) {
            assertThat(alertFrom(withLength(Arrays.copyOf(whole, whole.length + 1))))
                    .contains(AlertDescription.DECODE_ERROR);
        }
    }

    /// Whatever one byte does to a message, it is either a message still or a decoding alert: never another exception.
    @ParameterizedTest
    @MethodSource("samples")
    void meetsEveryChangedByteWithAMessageOrAnAlert(HandshakeMessage message) {
        byte[] whole = message.toByteArray();
        for (int at = 0; at < whole.length; at++) {
            for (int change = 1; change < 256; change++) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) change;
                assertThat(alertFrom(changed).orElse(AlertDescription.DECODE_ERROR)).isIn(
                        AlertDescription.DECODE_ERROR, AlertDescription.ILLEGAL_PARAMETER,
                        AlertDescription.UNEXPECTED_MESSAGE);
            }
        }
    }

    @Test
    void refusesTypesThatNobodyMaySend() {
        for (int type : new int[]{0, 3, 6, 12, 14, 16, 22, 67, 254, 255}) {
            assertThat(alertFrom(new byte[]{(byte) type, 0, 0, 0})).contains(AlertDescription.UNEXPECTED_MESSAGE);
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.2.3", clause = 11)
    void tellsAHelloRetryRequestByItsRandom() {
        ServerHello disguised = new ServerHello(MessageSamples.serverHello().legacyVersion(),
                HelloRetryRequest.RANDOM, Bytes.EMPTY, MessageSamples.serverHello().cipherSuite(), 0,
                MessageSamples.helloRetryRequest().extensions());

        assertThat(read(disguised.toByteArray())).isInstanceOf(HelloRetryRequest.class);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.1", clause = 9)
    void keepsAServerHelloOfAnOlderVersionUndecoded() {
        ExtensionBlock ofTls12 = ExtensionBlock.of(
                new UnknownExtension(ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION, Bytes.ofHex("0003026832")),
                new UnknownExtension(new ExtensionType(23), Bytes.EMPTY));
        ServerHello hello = new ServerHello(MessageSamples.serverHello().legacyVersion(),
                MessageSamples.filled(32, 1), Bytes.EMPTY, MessageSamples.serverHello().cipherSuite(), 0, ofTls12);

        assertThat(read(hello.toByteArray())).isEqualTo(hello);
    }

    @Test
    void refusesAKeyUpdateThatAsksForSomethingElse() {
        assertThat(alertFrom(new byte[]{24, 0, 0, 1, 2})).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void refusesAChainLongerThanTheLimit() {
        CertificateEntry entry = new CertificateEntry(MessageSamples.filled(9, 1), ExtensionBlock.EMPTY);
        Certificate chain = new Certificate(Bytes.EMPTY, java.util.Collections.nCopies(11, entry));

        assertThat(alertFrom(chain.toByteArray())).contains(AlertDescription.BAD_CERTIFICATE);
    }

    @Test
    void tellsAShortFinishedFromAWrongOne() {
        Finished finished = new Finished(MessageSamples.filled(32, 1));

        finished.verify(MessageSamples.filled(32, 1).toArray());
        assertThatThrownBy(() -> finished.verify(MessageSamples.filled(32, 2).toArray()))
                .isInstanceOfSatisfying(TlsAlert.class,
                        alert -> assertThat(alert.description()).isEqualTo(AlertDescription.DECRYPT_ERROR));
        assertThatThrownBy(() -> finished.verify(MessageSamples.filled(48, 1).toArray()))
                .isInstanceOfSatisfying(TlsAlert.class,
                        alert -> assertThat(alert.description()).isEqualTo(AlertDescription.DECODE_ERROR));
    }

    private static boolean isWholeWithout(HandshakeMessage message, int length) {
        return switch (message) {
            // The extensions field of an older version's hello may be missing altogether.
            case ClientHello hello -> length == 4 + 2 + 32 + 33 + 2 + 2 * hello.cipherSuites().size() + 2;
            case ServerHello hello -> length == 4 + 2 + 32 + 33 + 2 + 1;
            case Finished finished -> true;
            case HelloRetryRequest _,EncryptedExtensions _,CertificateRequest _,Certificate _,CompressedCertificate _,CertificateVerify _,NewSessionTicket _,EndOfEarlyData _,KeyUpdate _ ->
                false;
        };
    }

    private static byte[] withLength(byte[] message) {
        int length = message.length - 4;
        message[1] = (byte) (length >> 16);
        message[2] = (byte) (length >> 8);
        message[3] = (byte) length;
        return message;
    }

    private static HandshakeMessage read(byte[] message) {
        return HandshakeMessage.read(message, MessageSamples.BOUNDS);
    }

    private static Optional<AlertDescription> alertFrom(byte[] message) {
        try {
            read(message);
            return Optional.empty();
        } catch (TlsAlert alert) {
            return Optional.of(alert.description());
        }
    }
}
