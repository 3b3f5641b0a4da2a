package dev.postern.interop.pki;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// An authority for one test run: its root, and what it certified, all below a temporary folder.
public final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final Path folder;
    private final String name;
    private final KeyPair keys;
    private final X509Certificate root;
    private final Path rootFile;
    private final Map<KeyKind, Identity> servers = new EnumMap<>(KeyKind.class);

    public TestAuthority(String name) {
        try {
            this.folder = Files.createTempDirectory("postern-pki");
            this.name = name;
            this.keys = KeyKind.ECDSA_P256.generate().pair();
            this.root = certify(name, keys, true);
            this.rootFile = writePem("root.pem", "CERTIFICATE", root.getEncoded());
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the authority " + name + " could not be made", e);
        }
    }

    public X509Certificate root() {
        return root;
    }

    public Path rootFile() {
        return rootFile;
    }

    /// The identity of `localhost` with such a key; the same one for every test.
    public synchronized Identity server(KeyKind kind) {
        return servers.computeIfAbsent(kind, k -> issue("localhost", k));
    }

    /// A certified key with `localhost`, `cover.test` and 127.0.0.1 as its names, whatever its subject is called.
    public Identity issue(String subject, KeyKind kind) {
        try {
            KeyKind.MadeKey key = kind.generate();
            X509Certificate certificate = certify(subject, key.pair(), false);
            String file = subject + "-" + certificate.getSerialNumber();
            return new Identity(subject, certificate, key.pair().getPrivate(),
                    writePem(file + ".pem", "CERTIFICATE", certificate.getEncoded()),
                    writePem(file + ".key", "PRIVATE KEY", key.pkcs8()));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate for " + subject + " with " + kind, e);
        }
    }

    private X509Certificate certify(String subject, KeyPair subjectKeys, boolean authority)
            throws GeneralSecurityException, CertIOException, OperatorCreationException {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(new X500Name("CN=" + name),
                BigInteger.valueOf(SERIAL.getAndIncrement()), Date.from(now.minus(1, ChronoUnit.HOURS)),
                Date.from(now.plus(2, ChronoUnit.DAYS)), new X500Name("CN=" + subject), subjectKeys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (authority) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } else {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage(subjectKeys)));
            builder.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(new GeneralName[]{new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.dNSName, "cover.test"),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1")}));
        }
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    /// NSS wants of an RSA key that it may encrypt, though TLS 1.3 never asks it to.
    private static int usage(KeyPair keys) {
        return KeyUsage.digitalSignature
                | (keys.getPublic().getAlgorithm().equals("RSA") ? KeyUsage.keyEncipherment : 0);
    }

    private Path writePem(String file, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
        return Files.writeString(folder.resolve(file),
                "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }
}
