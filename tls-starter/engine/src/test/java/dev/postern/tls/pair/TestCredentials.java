package dev.postern.tls.pair;

import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.SigningKey;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Self-signed certificates with fresh keys.
public final class TestCredentials {
    private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    private static final String RSA_SHA256 = "1.2.840.113549.1.1.11";
    private static final String ED25519 = "1.3.101.112";

    private TestCredentials() {}

    public static Credential p256(CryptoProvider crypto, String name) {
        return create(crypto, name, "EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA", ECDSA_SHA256);
    }

    public static Credential p384(CryptoProvider crypto, String name) {
        return create(crypto, name, "EC", new ECGenParameterSpec("secp384r1"), "SHA256withECDSA", ECDSA_SHA256);
    }

    public static Credential rsa(CryptoProvider crypto, String name) {
        return create(crypto, name, "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4),
                "SHA256withRSA", RSA_SHA256);
    }

    public static Credential ed25519(CryptoProvider crypto, String name) {
        return create(crypto, name, "Ed25519", null, "Ed25519", ED25519);
    }

    /// A certificate in DER whose P-256 key is, so its Key Usage says, for key agreement alone.
    public static byte[] forKeyAgreement(String name) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            Extensions usage = new Extensions(new Extension(Extension.keyUsage, true,
                    new KeyUsage(KeyUsage.keyAgreement).getEncoded()));
            return selfSigned(name, generator.generateKeyPair(), "SHA256withECDSA", ECDSA_SHA256, usage).getEncoded();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Credential create(CryptoProvider crypto, String name, String algorithm,
            AlgorithmParameterSpec parameters, String signature, String signatureOid) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (parameters != null) {
                generator.initialize(parameters);
            }
            KeyPair keys = generator.generateKeyPair();
            X509Certificate certificate = selfSigned(name, keys, signature, signatureOid, null);
            SigningKey signer = crypto.signingKey(keys.getPrivate(), keys.getPublic());
            SecureRandom random = new SecureRandom();
            return new Credential(new CertificateChain(List.of(certificate)), signer.schemes(),
                    (scheme, content) -> CompletableFuture
                            .completedFuture(signer.sign(scheme, content, random::nextBytes)));
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static X509Certificate selfSigned(String name, KeyPair keys, String signature, String signatureOid,
            Extensions extensions) throws Exception {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(
                new org.bouncycastle.asn1.ASN1ObjectIdentifier(signatureOid));
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(1)));
        generator.setSignature(algorithm);
        generator.setIssuer(new X500Name("CN=" + name));
        generator.setSubject(new X500Name("CN=" + name));
        generator.setStartDate(new Time(Date.from(Instant.now().minus(1, ChronoUnit.DAYS))));
        generator.setEndDate(new Time(Date.from(Instant.now().plus(30, ChronoUnit.DAYS))));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        if (extensions != null) {
            generator.setExtensions(extensions);
        }
        TBSCertificate unsigned = generator.generateTBSCertificate();
        Signature signer = Signature.getInstance(signature);
        signer.initSign(keys.getPrivate());
        signer.update(unsigned.getEncoded());
        ASN1EncodableVector certificate = new ASN1EncodableVector();
        certificate.add(unsigned);
        certificate.add(algorithm);
        certificate.add(new DERBitString(signer.sign()));
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(new DERSequence(certificate).getEncoded()));
    }
}
