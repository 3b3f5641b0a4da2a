package dev.postern.tls.certificate;

import dev.postern.checks.Attack;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.CertificateShape.Holder;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// What a stapled OCSP response is worth.
class StapledStatusTest {
    private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";
    private static final Holder ROOT = CertificateShape.authority("root").selfSigned();
    private static final Holder STRANGER = CertificateShape.authority("root of others").selfSigned();
    private final Holder leaf = leaf();
    private final TrustedCertificates trusted = new TrustedCertificates(Set.of(ROOT.certificate()));

    private static Holder leaf() {
        return CertificateShape.named(new GeneralName(GeneralName.dNSName, "a.example")).issuedBy(ROOT);
    }

    private String judged(Holder holder, Staples staples) {
        CertificateChain chain = new CertificateChain(List.of(holder.certificate()));
        long nowMillis = Instant.now().toEpochMilli();
        PeerVerdict client = trusted.verifyClient(chain, staples, nowMillis);
        PeerVerdict server = trusted.verifyServer(chain, staples, "a.example", nowMillis);
        assertThat(outcome(client)).isEqualTo(outcome(server));
        return outcome(client);
    }

    private static String outcome(PeerVerdict verdict) {
        return switch (verdict) {
            case PeerVerdict.Trusted() -> "trusted";
            case PeerVerdict.Refused(AlertDescription alert, String sentence) -> {
                assertThat(sentence).isNotBlank();
                yield alert.toString();
            }
        };
    }

    private static void assertUnsatisfactory(String outcome) {
        assertThat(outcome).isEqualTo(AlertDescription.BAD_CERTIFICATE_STATUS_RESPONSE.toString());
    }

    @Test
    void trustsWhatTheIssuerCallsGood() {
        assertThat(judged(leaf, OcspResponseShape.good(leaf.certificate(), ROOT).staples())).isEqualTo("trusted");
    }

    @Test
    void trustsACertificateWithoutAResponse() {
        assertThat(judged(leaf, Staples.NONE)).isEqualTo("trusted");
    }

    @Test
    void refusesWhatTheIssuerRevoked() {
        assertThat(judged(leaf, OcspResponseShape.revoked(leaf.certificate(), ROOT).staples()))
                .isEqualTo(AlertDescription.CERTIFICATE_REVOKED.toString());
    }

    /// Bug class 24: a good response of the same authority, for another certificate.
    @Test
    @Attack(24)
    void refusesTheResponseOfAnotherCertificate() {
        assertUnsatisfactory(judged(leaf, OcspResponseShape.good(leaf().certificate(), ROOT).staples()));
    }

    @Test
    @Attack(24)
    void refusesAResponseThatNobodyInChargeSigned() {
        assertUnsatisfactory(
                judged(leaf, OcspResponseShape.good(leaf.certificate(), ROOT).signedBy(STRANGER).staples()));
        assertUnsatisfactory(judged(leaf, OcspResponseShape.good(leaf.certificate(), ROOT).signedBy(leaf).staples()));
    }

    @Test
    void refusesAResponseThatIsOutOfDate() {
        Instant old = Instant.now().minus(8, ChronoUnit.DAYS);

        assertUnsatisfactory(judged(leaf, OcspResponseShape.good(leaf.certificate(), ROOT).from(old).staples()));
        Instant tomorrow = Instant.now().plus(1, ChronoUnit.DAYS);
        assertUnsatisfactory(judged(leaf, OcspResponseShape.good(leaf.certificate(), ROOT).from(tomorrow).staples()));
    }

    @Test
    void refusesWhatIsNoResponse() {
        assertUnsatisfactory(judged(leaf, Staples.ocsp(new byte[]{1, 2, 3})));
        assertUnsatisfactory(judged(leaf, OcspResponseShape.tryLater()));
        byte[] damaged = OcspResponseShape.good(leaf.certificate(), ROOT).encoded();
        damaged[damaged.length - 1] ^= 1;
        assertUnsatisfactory(judged(leaf, Staples.ocsp(damaged)));
    }

    @Test
    void aGoodResponseMakesNoChainTrusted() {
        Holder foreign = CertificateShape.named(new GeneralName(GeneralName.dNSName, "a.example")).issuedBy(STRANGER);

        assertThat(judged(foreign, OcspResponseShape.good(foreign.certificate(), STRANGER).staples()))
                .isEqualTo(AlertDescription.UNKNOWN_CA.toString());
    }

    /// RFC 7633: with the key of such a certificate alone nobody gets far once it is revoked.
    @Test
    void missesTheResponseThatACertificateDemands() {
        Holder demanding = CertificateShape.named(new GeneralName(GeneralName.dNSName, "a.example"))
                .noting(TLS_FEATURE, new DERSequence(new ASN1Integer(5))).issuedBy(ROOT);

        assertUnsatisfactory(judged(demanding, Staples.NONE));
        assertThat(judged(demanding, OcspResponseShape.good(demanding.certificate(), ROOT).staples()))
                .isEqualTo("trusted");
        Holder otherFeature = CertificateShape.named(new GeneralName(GeneralName.dNSName, "a.example"))
                .noting(TLS_FEATURE, new DERSequence(new ASN1Integer(17))).issuedBy(ROOT);
        assertThat(judged(otherFeature, Staples.NONE)).isEqualTo("trusted");
    }

    /// Anybody can sign such a certificate himself: it is judged before its chain is.
    @Test
    void refusesACertificateWhoseDemandCannotBeRead() {
        for (ASN1Encodable unreadable : List.of(new DERSequence(ASN1Boolean.TRUE), DERNull.INSTANCE)) {
            Holder odd = CertificateShape.named(new GeneralName(GeneralName.dNSName, "a.example"))
                    .noting(TLS_FEATURE, unreadable).issuedBy(STRANGER);
            assertThat(judged(odd, Staples.NONE)).isEqualTo(AlertDescription.BAD_CERTIFICATE.toString());
        }
    }

    /// The JDK's reader of responses throws what it likes, before it has looked at their signature.
    @Test
    void hasAVerdictWhicheverByteOfAResponseIsWrong() {
        byte[] good = OcspResponseShape.good(leaf.certificate(), ROOT).encoded();
        for (int at = 0; at < good.length; at++) {
            byte[] damaged = good.clone();
            damaged[at] ^= 0x11;
            assertThat(trusted.verifyServer(new CertificateChain(List.of(leaf.certificate())), Staples.ocsp(damaged),
                    "a.example", Instant.now().toEpochMilli())).as("byte %d", at).isNotNull();
        }
    }
}
