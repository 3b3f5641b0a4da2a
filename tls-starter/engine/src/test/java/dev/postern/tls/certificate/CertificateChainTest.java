package dev.postern.tls.certificate;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Certificates as peers send them.
class CertificateChainTest {
    private static final int SUBJECT_PUBLIC_KEY_INFO = 6;

    @Test
    void readsACertificate() throws GeneralSecurityException {
        byte[] der = CertificateShape.of("a").selfSigned(CertificateShape.newKeys()).getEncoded();
        assertThat(CertificateChain.decode(List.of(der)).encoded()).containsExactly(der);
    }

    /// The JDK's reader falls over the last byte of such a key, which is not there.
    @Test
    void refusesAnEd25519KeyOfNoBytes() throws Exception {
        byte[] der = CertificateShape.of("a").selfSigned(CertificateShape.newKeys()).getEncoded();
        byte[] hollow = withKey(der, new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112")), new byte[0]));
        assertThatThrownBy(() -> CertificateChain.decode(List.of(hollow))).isInstanceOfSatisfying(TlsAlert.class,
                alert -> assertThat(alert.description()).isEqualTo(AlertDescription.BAD_CERTIFICATE));
    }

    private static byte[] withKey(byte[] certificate, SubjectPublicKeyInfo key) throws IOException {
        ASN1Sequence whole = ASN1Sequence.getInstance(certificate);
        ASN1Encodable[] signed = ASN1Sequence.getInstance(whole.getObjectAt(0)).toArray();
        signed[SUBJECT_PUBLIC_KEY_INFO] = key;
        return new DERSequence(new ASN1Encodable[]{new DERSequence(signed), whole.getObjectAt(1),
            new DERBitString(new byte[64])}).getEncoded();
    }
}
