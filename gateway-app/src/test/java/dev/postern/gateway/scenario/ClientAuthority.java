package dev.postern.gateway.scenario;

import dev.postern.gateway.pem.PemText;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.LocalSigner;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;

/// Certifies clients, and takes its word back.
final class ClientAuthority {
    private static final Duration SKEW = Duration.ofMinutes(5);
    private final X500Name name = new X500Name("CN=Authority of clients");
    private final KeyPair key = newKey();
    private final Instant now = Instant.now();
    private final X509Certificate certificate;
    private int issued = 1;

    /// @param pem a file with certificate and key, for a client program
    record Client(BigInteger serial, Path pem) {
        /// The same for our own client.
        Credential credential(EngineEnvironment environment) throws IOException {
            PemContent content = PemContent.load(pem);
            return LocalSigner.credential(new CertificateChain(content.getCertificates()),
                    Objects.requireNonNull(content.getPrivateKey()), environment.crypto(), environment.random());
        }
    }

    ClientAuthority() throws Exception {
        certificate = sign(builder(name, key, now.plus(Duration.ofDays(30))), true);
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair of, Instant notAfter) {
        return new JcaX509v3CertificateBuilder(name, BigInteger.valueOf(issued++), Date.from(now.minus(SKEW)),
                Date.from(notAfter), subject, of.getPublic());
    }

    private X509Certificate sign(X509v3CertificateBuilder builder, boolean authority) throws Exception {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(
                authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    }

    private ContentSigner signer() throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
    }

    /// What a trust bundle holds.
    String pem() {
        return PemText.of(List.of(certificate));
    }

    Client issue(Path folder, String commonName, Duration validity) throws Exception {
        KeyPair of = newKey();
        X509Certificate leaf = sign(builder(new X500Name("CN=" + commonName), of, now.plus(validity)), false);
        Path file = folder.resolve(commonName + ".pem");
        write(file, PemText.of(List.of(leaf)) + PemText.of(of.getPrivate()));
        return new Client(leaf.getSerialNumber(), file);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    /// @param nextUpdate when a newer one has to be there, or null for a list that does not say
    String revoking(@Nullable Instant nextUpdate, Client... clients) throws Exception {
        X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(now.minus(SKEW)));
        if (nextUpdate != null) {
            list.setNextUpdate(Date.from(nextUpdate));
        }
        for (Client client : clients) {
            list.addCRLEntry(client.serial(), Date.from(now), CRLReason.keyCompromise);
        }
        return PemText.block("X509 CRL", list.build(signer()).getEncoded());
    }
}
