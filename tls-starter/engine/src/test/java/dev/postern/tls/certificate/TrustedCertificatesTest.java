package dev.postern.tls.certificate;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.CertificateShape.Holder;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrustedCertificatesTest {
    private static final Holder ROOT = CertificateShape.authority("root").selfSigned();
    private static final Holder INTERMEDIATE = CertificateShape.authority("intermediate").issuedBy(ROOT);
    private static final Holder STRANGER = CertificateShape.authority("root of others").selfSigned();
    private final Instant now = Instant.now();
    private final TrustedCertificates trusted = new TrustedCertificates(Set.of(ROOT.certificate()));

    private static CertificateShape leaf() {
        return CertificateShape.named(new GeneralName(GeneralName.dNSName, "a.example"));
    }

    private static CertificateChain chain(Holder... holders) {
        return new CertificateChain(Arrays.stream(holders).map(Holder::certificate).toList());
    }

    private String client(Instant at, Holder... holders) {
        return outcome(trusted.verifyClient(chain(holders), at.toEpochMilli()));
    }

    private String client(Holder... holders) {
        return client(now, holders);
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

    @Test
    void trustsWhatAnAnchorIssued() {
        assertThat(client(leaf().issuedBy(ROOT))).isEqualTo("trusted");
    }

    @Test
    void trustsWhatAnAnchorVouchesForThroughIntermediates() {
        Holder second = CertificateShape.authority("second").issuedBy(INTERMEDIATE);

        assertThat(client(leaf().issuedBy(second), second, INTERMEDIATE)).isEqualTo("trusted");
    }

    /// RFC 9846 4.5.1: be prepared to handle potentially extraneous certificates and arbitrary orderings
    @Test
    @Rfc(number = 9846, section = "4.5.1", clause = 9)
    void takesACertificateThatIsNotNeededAndAnyOrderBehindTheLeaf() {
        Holder second = CertificateShape.authority("second").issuedBy(INTERMEDIATE);

        assertThat(client(leaf().issuedBy(second), ROOT, STRANGER, INTERMEDIATE, second)).isEqualTo("trusted");
    }

    @Test
    void trustsTheVeryCertificateThatIsAnAnchor() {
        Holder pinned = leaf().selfSigned();
        TrustedCertificates pins = new TrustedCertificates(Set.of(pinned.certificate()));

        assertThat(outcome(pins.verifyClient(chain(pinned), now.toEpochMilli()))).isEqualTo("trusted");
        assertThat(outcome(pins.verifyClient(chain(leaf().selfSigned()), now.toEpochMilli())))
                .as("another of the same name").isNotEqualTo("trusted");
        Instant later = now.plus(31, ChronoUnit.DAYS);
        assertThat(outcome(pins.verifyClient(chain(pinned), later.toEpochMilli())))
                .isEqualTo(AlertDescription.CERTIFICATE_EXPIRED.toString());
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.2", clause = 7)
    void refusesWhatNobodyItKnowsIssued() {
        assertThat(client(leaf().issuedBy(STRANGER))).isEqualTo(AlertDescription.UNKNOWN_CA.toString());
        assertThat(client(leaf().issuedBy(STRANGER), STRANGER)).isEqualTo(AlertDescription.UNKNOWN_CA.toString());
        assertThat(client(leaf().issuedBy(INTERMEDIATE))).as("the intermediate was not sent")
                .isEqualTo(AlertDescription.UNKNOWN_CA.toString());
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.3", clause = 2)
    void refusesWhatIsSignedWithMd5() {
        Holder root = CertificateShape.rsaAuthority();
        TrustedCertificates trustedRoot = new TrustedCertificates(Set.of(root.certificate()));
        assertThat(outcome(trustedRoot.verifyClient(chain(leaf().issuedByRsa(root, "MD5")), now.toEpochMilli())))
                .isEqualTo(AlertDescription.BAD_CERTIFICATE.toString());
    }

    @Test
    void refusesASignatureByAnotherKeyOfTheSameName() {
        Holder impostor = CertificateShape.authority("root").selfSigned();

        assertThat(client(leaf().issuedBy(impostor))).isEqualTo(AlertDescription.BAD_CERTIFICATE.toString());
        assertThat(client(leaf().issuedBy(impostor), impostor)).isNotEqualTo("trusted");
    }

    @Test
    void refusesAnIssuerThatIsNoAuthority() {
        Holder noAuthority = leaf().issuedBy(ROOT);

        assertThat(client(leaf().issuedBy(noAuthority), noAuthority))
                .isEqualTo(AlertDescription.BAD_CERTIFICATE.toString());
    }

    @Test
    void refusesMoreAuthoritiesThanTheirIssuerAllows() {
        Holder last = CertificateShape.authority("may issue no authority", 0).issuedBy(ROOT);
        Holder below = CertificateShape.authority("below").issuedBy(last);

        assertThat(client(leaf().issuedBy(last), last)).isEqualTo("trusted");
        assertThat(client(leaf().issuedBy(below), below, last)).isEqualTo(AlertDescription.BAD_CERTIFICATE.toString());
    }

    @Test
    void comesToAnEndWhereAuthoritiesIssuedEachOther() {
        Holder one = CertificateShape.authority("one").issuedBy(new Holder(
                CertificateShape.authority("other").selfSigned().certificate(), CertificateShape.newKeys()));
        Holder other = CertificateShape.authority("other").issuedBy(one);

        assertThat(client(leaf().issuedBy(one), one, other)).isNotEqualTo("trusted");
    }

    @Test
    void judgesByTheTimeItIsGiven() {
        Holder brief = leaf().valid(now.minus(10, ChronoUnit.DAYS), now.minus(5, ChronoUnit.DAYS)).issuedBy(ROOT);

        assertThat(client(now, brief)).isEqualTo(AlertDescription.CERTIFICATE_EXPIRED.toString());
        assertThat(client(now.minus(11, ChronoUnit.DAYS), brief))
                .isEqualTo(AlertDescription.CERTIFICATE_EXPIRED.toString());
        Holder old = CertificateShape.authority("old")
                .valid(now.minus(20, ChronoUnit.DAYS), now.minus(1, ChronoUnit.HOURS)).issuedBy(ROOT);
        assertThat(client(now, leaf().issuedBy(old), old)).isEqualTo(AlertDescription.CERTIFICATE_EXPIRED.toString());
        assertThat(client(now.minus(2, ChronoUnit.HOURS), leaf().issuedBy(old), old)).isEqualTo("trusted");
    }

    @Test
    @Attack(5)
    void eachRoleHasAPurpose() {
        Holder server = leaf().purposes(KeyPurposeId.id_kp_serverAuth).issuedBy(ROOT);
        Holder client = leaf().purposes(KeyPurposeId.id_kp_clientAuth).issuedBy(ROOT);
        Holder any = leaf().purposes(KeyPurposeId.anyExtendedKeyUsage).issuedBy(ROOT);
        String refused = AlertDescription.UNSUPPORTED_CERTIFICATE.toString();

        assertThat(client(server)).isEqualTo(refused);
        assertThat(client(client)).isEqualTo("trusted");
        assertThat(client(any)).isEqualTo("trusted");
        assertThat(server("a.example", client)).isEqualTo(refused);
        assertThat(server("a.example", server)).isEqualTo("trusted");
        assertThat(server("a.example", any)).isEqualTo("trusted");
    }

    /// RFC 9846 4.5.1: the digitalSignature bit MUST be set if the Key Usage extension is present
    @Test
    void refusesAKeyThatMayNotSign() {
        assertThat(client(leaf().usage(KeyUsage.keyAgreement).issuedBy(ROOT)))
                .isEqualTo(AlertDescription.UNSUPPORTED_CERTIFICATE.toString());
        assertThat(client(leaf().usage(KeyUsage.digitalSignature | KeyUsage.keyAgreement).issuedBy(ROOT)))
                .isEqualTo("trusted");
    }

    private String server(String host, Holder... holders) {
        return outcome(trusted.verifyServer(chain(holders), host, now.toEpochMilli()));
    }

    @Test
    void aServerHasToBeTheOneThatWasAskedForAndTrusted() {
        assertThat(server("a.example", leaf().issuedBy(ROOT))).isEqualTo("trusted");
        assertThat(server("b.example", leaf().issuedBy(ROOT))).isEqualTo(AlertDescription.BAD_CERTIFICATE.toString());
        assertThat(server("a.example", leaf().issuedBy(STRANGER))).isEqualTo(AlertDescription.UNKNOWN_CA.toString());
    }

    @Test
    void refusesWhoShowsNoCertificate() {
        assertThat(outcome(trusted.verifyClient(CertificateChain.EMPTY, now.toEpochMilli())))
                .isEqualTo(AlertDescription.CERTIFICATE_REQUIRED.toString());
    }

    @Test
    void trustInNobodyIsAMistake() {
        Set<X509Certificate> none = Set.of();

        assertThatThrownBy(() -> new TrustedCertificates(none)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trusted certificate");
    }
}
