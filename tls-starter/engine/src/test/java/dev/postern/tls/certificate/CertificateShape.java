package dev.postern.tls.certificate;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;

/// What a certificate of a test says; then somebody issues it.
public final class CertificateShape {
    /// A certificate with its private key, which may issue others.
    public record Holder(X509Certificate certificate, KeyPair keys) {}

    private static final int SHORTEST_NAME_BYTES = 5;

    private final X500Name subject;
    private final ExtensionsGenerator extensions = new ExtensionsGenerator();
    private Instant notBefore = Instant.now().minus(1, ChronoUnit.DAYS);
    private Instant notAfter = Instant.now().plus(30, ChronoUnit.DAYS);

    private CertificateShape(String name) {
        subject = new X500Name("CN=" + name);
    }

    /// @param name the common name
    public static CertificateShape of(String name) {
        return new CertificateShape(name);
    }

    static CertificateShape authority(String name) {
        return of(name).with(Extension.basicConstraints, new BasicConstraints(true))
                .with(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign));
    }

    /// @param mostBelow how many authorities may stand below it
    static CertificateShape authority(String name, int mostBelow) {
        return of(name).with(Extension.basicConstraints, new BasicConstraints(mostBelow));
    }

    /// @param dnsName a subjectAltName
    public static CertificateShape named(String dnsName) {
        return named(new GeneralName(GeneralName.dNSName, dnsName));
    }

    static CertificateShape named(GeneralName... names) {
        return of("a common name that names nobody").with(Extension.subjectAlternativeName, new GeneralNames(names));
    }

    /// So many bytes of subjectAltNames, as many as that can be.
    public static CertificateShape ofShortestNames(int bytes) {
        GeneralName shortest = new GeneralName(GeneralName.uniformResourceIdentifier, "a:b");
        return named(Collections.nCopies(bytes / SHORTEST_NAME_BYTES, shortest).toArray(GeneralName[]::new));
    }

    public CertificateShape valid(Instant from, Instant to) {
        notBefore = from;
        notAfter = to;
        return this;
    }

    public CertificateShape usage(int bits) {
        return with(Extension.keyUsage, new KeyUsage(bits));
    }

    CertificateShape purposes(KeyPurposeId... purposes) {
        return with(Extension.extendedKeyUsage, new ExtendedKeyUsage(purposes));
    }

    /// An extension that whoever does not know it passes over.
    public CertificateShape noting(String extension, ASN1Encodable value) {
        return with(new ASN1ObjectIdentifier(extension), false, value);
    }

    private CertificateShape with(ASN1ObjectIdentifier extension, ASN1Encodable value) {
        return with(extension, true, value);
    }

    private CertificateShape with(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {
        try {
            extensions.addExtension(extension, critical, value);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return this;
    }

    /// An authority with an RSA key, whose certificates a test may have signed in old ways.
    public static Holder rsaAuthority() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            return new Holder(authority("rsa root").selfSigned(keys), keys);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Signed with PKCS #1 v1.5 and a hash that nobody should use any more.
    ///
    /// @param digest `SHA1` or `MD5`
    public Holder issuedByRsa(Holder issuer, String digest) {
        KeyPair keys = newKeys();
        X500Name name = X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
        String oid = digest.equals("MD5") ? "1.2.840.113549.1.1.4" : "1.2.840.113549.1.1.5";
        return new Holder(signed(name, issuer.keys().getPrivate(), keys.getPublic(), digest + "withRSA", oid), keys);
    }

    public static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Holder selfSigned() {
        KeyPair keys = newKeys();
        return new Holder(selfSigned(keys), keys);
    }

    public X509Certificate selfSigned(KeyPair keys) {
        return signed(subject, keys.getPrivate(), keys.getPublic());
    }

    Holder issuedBy(Holder issuer) {
        KeyPair keys = newKeys();
        X500Name name = X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
        return new Holder(signed(name, issuer.keys().getPrivate(), keys.getPublic()), keys);
    }

    private X509Certificate signed(X500Name issuer, PrivateKey by, PublicKey key) {
        String algorithm = switch (by.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            case "ML-DSA" -> "ML-DSA-44";
            default -> "Ed25519";
        };
        return signed(issuer, by, key, algorithm, switch (algorithm) {
            case "SHA256withECDSA" -> "1.2.840.10045.4.3.2";
            case "SHA256withRSA" -> "1.2.840.113549.1.1.11";
            case "ML-DSA-44" -> "2.16.840.1.101.3.4.3.17";
            default -> "1.3.101.112";
        });
    }

    private X509Certificate signed(X500Name issuer, PrivateKey by, PublicKey key, String algorithm, String oid) {
        AlgorithmIdentifier identifier = new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
        try {
            TBSCertificate unsigned = unsigned(issuer, key, identifier);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(by);
            signature.update(unsigned.getEncoded());
            ASN1EncodableVector whole = new ASN1EncodableVector();
            whole.add(unsigned);
            whole.add(identifier);
            whole.add(new DERBitString(signature.sign()));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(new DERSequence(whole).getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private TBSCertificate unsigned(X500Name issuer, PublicKey key, AlgorithmIdentifier signature) {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(Arrays.hashCode(key.getEncoded())).abs()));
        generator.setSignature(signature);
        generator.setIssuer(issuer);
        generator.setSubject(subject);
        generator.setStartDate(new Time(Date.from(notBefore)));
        generator.setEndDate(new Time(Date.from(notAfter)));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        if (!extensions.isEmpty()) {
            generator.setExtensions(extensions.generate());
        }
        return generator.generateTBSCertificate();
    }
}
