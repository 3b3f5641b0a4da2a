package dev.postern.tls.certificate;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Keys without a certificate, as peers send them.
class RawPublicKeyTest {
    private final PublicKey key = CertificateShape.newKeys().getPublic();
    private final byte[] spki = key.getEncoded();

    private static AlertDescription refusal(byte[]... entries) {
        List<AlertDescription> alerts = new ArrayList<>();
        assertThatThrownBy(() -> KeyHolder.decode(CertificateType.RAW_PUBLIC_KEY, List.of(entries)))
                .isInstanceOfSatisfying(TlsAlert.class, alert -> alerts.add(alert.description()));
        return alerts.getFirst();
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1")
    void readsKeysOfEveryKindThatSigns() throws GeneralSecurityException {
        for (String algorithm : List.of("EC", "RSA", "RSASSA-PSS", "Ed25519")) {
            PublicKey made = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic();
            KeyHolder read = KeyHolder.decode(CertificateType.RAW_PUBLIC_KEY, List.of(made.getEncoded()));
            assertThat(read.publicKey()).isEqualTo(made);
            assertThat(read).isEqualTo(RawPublicKey.of(made));
            assertThat(read.encoded()).containsExactly(made.getEncoded());
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1")
    void refusesMoreThanOne() {
        assertThat(refusal(spki, spki)).isEqualTo(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void refusesWhatIsNoKey() {
        byte[] certificate = CertificateShape.of("a").selfSigned(CertificateShape.newKeys()).getPublicKey()
                .getEncoded();
        certificate[1] ^= 1;
        assertThat(refusal(certificate)).isEqualTo(AlertDescription.DECODE_ERROR);
        assertThat(refusal(new byte[0])).isEqualTo(AlertDescription.DECODE_ERROR);
        assertThat(refusal(new byte[20])).isEqualTo(AlertDescription.DECODE_ERROR);
        assertThat(refusal(Arrays.copyOf(spki, spki.length - 1))).isEqualTo(AlertDescription.DECODE_ERROR);
        assertThat(refusal(Arrays.copyOf(spki, spki.length + 1))).isEqualTo(AlertDescription.DECODE_ERROR);
    }

    @Test
    void refusesACertificateInItsPlace() throws GeneralSecurityException {
        byte[] certificate = CertificateShape.of("a").selfSigned(CertificateShape.newKeys()).getEncoded();
        assertThat(refusal(certificate)).isEqualTo(AlertDescription.DECODE_ERROR);
    }

    /// The same key in another form would not be the one that was pinned, or would, for who decodes before comparing.
    @Test
    void refusesAnyOtherEncodingThanDer() {
        byte[] longForm = new byte[spki.length + 1];
        longForm[0] = spki[0];
        longForm[1] = (byte) 0x81;
        System.arraycopy(spki, 1, longForm, 2, spki.length - 1);
        assertThat(refusal(longForm)).isEqualTo(AlertDescription.DECODE_ERROR);
    }

    @Test
    void refusesAnAlgorithmThatNobodyKnows() {
        // SEQUENCE { SEQUENCE { OBJECT IDENTIFIER 1.2.3.4 }, BIT STRING }
        byte[] unknown = Bytes.ofHex("300b" + "3005" + "06032a0304" + "0302" + "0001").toArray();
        assertThat(refusal(unknown)).isEqualTo(AlertDescription.UNSUPPORTED_CERTIFICATE);
    }

    @Test
    void refusesAKeyThatIsNoneOfItsAlgorithm() {
        byte[] noPoint = spki.clone();
        noPoint[noPoint.length - 65] = 5;
        assertThat(refusal(noPoint)).isEqualTo(AlertDescription.BAD_CERTIFICATE);
    }

    /// The JDK's reader falls over the last byte of such a key, which is not there.
    @Test
    void refusesAnEd25519KeyOfNoBytes() {
        byte[] hollow = HexFormat.of().parseHex("300a300506032b6570030100");
        assertThat(refusal(hollow)).isEqualTo(AlertDescription.BAD_CERTIFICATE);
    }

    @Test
    void refusesOurOwnBadKeyInASentence() {
        assertThatThrownBy(() -> RawPublicKey.of(new byte[3])).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no public key");
    }
}
