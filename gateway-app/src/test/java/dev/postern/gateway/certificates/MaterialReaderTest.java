package dev.postern.gateway.certificates;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.issuance.SelfSigned;
import dev.postern.gateway.pem.PemText;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import dev.postern.gateway.routes.Finding;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MaterialReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private final DevelopmentAuthority authority = DevelopmentAuthority.create(NOW);
    private final Issued issued = authority.issue(List.of("demo.localhost"));

    private static String pem(Object object) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter out = new JcaPEMWriter(text)) {
            out.writeObject(object);
        }
        return text.toString();
    }

    private static CertificateInput input(String chain, String key, String passphrase) {
        return new CertificateInput("x", chain, key, null, passphrase, null);
    }

    private static Problem refusal(CertificateInput input) {
        try {
            MaterialReader.read(input, NOW);
        } catch (Problem problem) {
            return problem;
        }
        throw new AssertionError("it was accepted");
    }

    @Test
    void takesTheChainInAnyOrder() throws Exception {
        List<X509Certificate> upsideDown = issued.chain().reversed();
        Material material = MaterialReader
                .read(input(PemText.of(upsideDown), pem(new JcaPKCS8Generator(issued.privateKey(), null)), null), NOW);
        assertThat(material.leaf()).isEqualTo(issued.chain().getFirst());
        assertThat(material.chain()).as("the root is left out").hasSize(1);
    }

    @Test
    void takesSec1AndPkcs8AndEncryptedPkcs8() throws Exception {
        String chain = PemText.of(issued.chain());
        String sec1 = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + pem(new JcaMiscPEMGenerator(issued.privateKey()));
        String pkcs8 = pem(new JcaPKCS8Generator(issued.privateKey(), null));
        String encrypted = pem(new JcaPKCS8Generator(issued.privateKey(),
                new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                        .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                        .setPassword("secret".toCharArray()).build()));
        assertThat(sec1).contains("BEGIN EC PRIVATE KEY");
        assertThat(pkcs8).contains("BEGIN PRIVATE KEY");
        assertThat(encrypted).contains("BEGIN ENCRYPTED PRIVATE KEY");
        for (String key : List.of(sec1, pkcs8, encrypted)) {
            assertThat(MaterialReader.read(input(chain, key, "secret"), NOW).privateKey())
                    .isEqualTo(issued.privateKey());
        }
        assertThat(refusal(input(chain, encrypted, "wrong")).detail()).contains("passphrase");
        assertThat(refusal(input(chain, encrypted, null)).detail()).contains("passphrase");
    }

    @Test
    void takesPkcs12() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("k", issued.privateKey(), "secret".toCharArray(),
                issued.chain().toArray(Certificate[]::new));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        store.store(file, "secret".toCharArray());
        String base64 = Base64.getEncoder().encodeToString(file.toByteArray());
        assertThat(MaterialReader.read(new CertificateInput("x", null, null, base64, "secret", null), NOW).leaf())
                .isEqualTo(issued.chain().getFirst());
        assertThat(refusal(new CertificateInput("x", null, null, base64, "wrong", null)).detail())
                .contains("passphrase is wrong");
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        Issued other = authority.issue(List.of("other.localhost"));
        Problem problem = refusal(
                input(PemText.of(issued.chain()), pem(new JcaPKCS8Generator(other.privateKey(), null)), null));
        assertThat(problem.type()).isEqualTo(ProblemType.CERTIFICATE_REFUSED);
        assertThat(problem.detail()).contains("belongs to none");
    }

    @Test
    void damagedPemIsSaidWithoutQuotingIt() {
        String damaged = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0IGtleQ==\n-----END PRIVATE KEY-----\n";
        Problem problem = refusal(input(PemText.of(issued.chain()), damaged, null));
        assertThat(problem.detail()).doesNotContain("c2VjcmV0").doesNotContain("secret key");
    }

    @Test
    void formsExcludeEachOther() {
        assertThatThrownBy(() -> MaterialReader.read(new CertificateInput("x", "a", "b", "c", null, null), NOW))
                .isInstanceOf(Problem.class).hasMessageContaining("exactly one of");
    }

    @Test
    void findsWhatIsWrongWithACertificate() {
        Issued leaf = SelfSigned.issue(List.of("a.example"), List.of(), NOW, Duration.ofDays(100));
        Material material = new Material(leaf.chain(), leaf.privateKey(), "uploaded", List.of());
        assertThat(codes(material, NOW)).containsExactly("selfSigned");
        assertThat(codes(material, NOW.plus(Duration.ofDays(95)))).contains("expiresSoon");
        assertThat(codes(material, NOW.plus(Duration.ofDays(101)))).contains("expired");
        assertThat(codes(material, NOW.minus(Duration.ofDays(1)))).contains("notYetValid");
    }

    @Test
    void aKeyOnP521IsServed() throws Exception {
        var generator = java.security.KeyPairGenerator.getInstance("EC");
        generator.initialize(new java.security.spec.ECGenParameterSpec("secp521r1"));
        var pair = generator.generateKeyPair();
        var name = new org.bouncycastle.asn1.x500.X500Name("CN=large");
        PrivateKey key = pair.getPrivate();
        var builder = new org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder(name, java.math.BigInteger.ONE,
                java.util.Date.from(NOW), java.util.Date.from(NOW.plus(Duration.ofDays(9))), name, pair.getPublic());
        X509Certificate large = new org.bouncycastle.cert.jcajce.JcaX509CertificateConverter().getCertificate(builder
                .build(new org.bouncycastle.operator.jcajce.JcaContentSignerBuilder("SHA512withECDSA").build(key)));

        assertThat(codes(new Material(List.of(large), key, "uploaded", List.of()), NOW))
                .doesNotContain("unsupportedCurve").contains("noDnsNames");
        assertThat(KeyMatch.belongs(key, large.getPublicKey())).isTrue();
    }

    @Test
    void aSmallRsaKeyIsRefused() throws Exception {
        var generator = java.security.KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var pair = generator.generateKeyPair();
        var name = new org.bouncycastle.asn1.x500.X500Name("CN=small");
        PrivateKey key = pair.getPrivate();
        var builder = new org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder(name, java.math.BigInteger.ONE,
                java.util.Date.from(NOW), java.util.Date.from(NOW.plus(Duration.ofDays(9))), name, pair.getPublic());
        X509Certificate small = new org.bouncycastle.cert.jcajce.JcaX509CertificateConverter().getCertificate(builder
                .build(new org.bouncycastle.operator.jcajce.JcaContentSignerBuilder("SHA256withRSA").build(key)));
        assertThat(codes(new Material(List.of(small), key, "uploaded", List.of()), NOW)).contains("keyTooSmall",
                "noDnsNames");
        assertThat(KeyMatch.belongs(key, small.getPublicKey())).isTrue();
        assertThat(KeyMatch.belongs(issued.privateKey(), small.getPublicKey())).isFalse();
    }

    private static List<String> codes(Material material, Instant now) {
        return CertificateChecks.of(material, now).stream().map(Finding::code).toList();
    }
}
