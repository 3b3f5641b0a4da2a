package dev.postern.gateway.pem;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/// What a PEM text holds.
///
/// @param certificates in the order of the text
/// @param keys         PKCS#1, SEC1 and PKCS#8, the last also encrypted
public record PemFile(List<X509Certificate> certificates, List<PrivateKey> keys) {
    /// More blocks are an attempt to keep the admin plane busy.
    private static final int MOST_BLOCKS = 100;

    public PemFile {
        certificates = List.copyOf(certificates);
        keys = List.copyOf(keys);
    }

    /// @param passphrase for encrypted keys, or null
    public static PemFile read(String text, @Nullable String passphrase) throws UnreadablePem {
        List<X509Certificate> certificates = new ArrayList<>();
        List<PrivateKey> keys = new ArrayList<>();
        try (PEMParser blocks = new PEMParser(new StringReader(text))) {
            ASN1Encodable curve = null;
            for (Object block = blocks.readObject(); block != null; block = blocks.readObject()) {
                switch (block) {
                    case X509CertificateHolder holder -> certificates.add(certificate(holder.getEncoded()));
                    // SEC1 files may carry the curve in an EC PARAMETERS block of its own, in front of the key.
                    case ASN1ObjectIdentifier parameters -> curve = parameters;
                    default -> key(block, curve, passphrase, keys);
                }
                if (certificates.size() + keys.size() > MOST_BLOCKS) {
                    throw new UnreadablePem("tooManyBlocks", "The PEM holds more than " + MOST_BLOCKS + " blocks.");
                }
            }
        } catch (IOException | RuntimeException e) {
            // The parser's own words may quote the text.
            throw new UnreadablePem("malformedPem", "The PEM is damaged: a block cannot be decoded.");
        }
        return new PemFile(certificates, keys);
    }

    /// Only certificates, at least one.
    public static List<X509Certificate> certificates(String text) throws UnreadablePem {
        List<X509Certificate> certificates = read(text, null).certificates();
        if (certificates.isEmpty()) {
            throw new UnreadablePem("noCertificate", "There is no BEGIN CERTIFICATE block in the text.");
        }
        return certificates;
    }

    private static void key(Object block, @Nullable ASN1Encodable curve, @Nullable String passphrase,
            List<PrivateKey> keys) throws UnreadablePem, IOException {
        switch (block) {
            case PEMKeyPair pair -> keys.add(privateKey(onCurve(pair.getPrivateKeyInfo(), curve)));
            case PrivateKeyInfo info -> keys.add(privateKey(info));
            case PKCS8EncryptedPrivateKeyInfo encrypted -> keys.add(decrypt(encrypted, requirePassphrase(passphrase)));
            case PEMEncryptedKeyPair encrypted -> keys.add(decrypt(encrypted, requirePassphrase(passphrase)));
            default -> {
                // Public keys, requests and the like: nothing to serve.
            }
        }
    }

    private static PrivateKeyInfo onCurve(PrivateKeyInfo info, @Nullable ASN1Encodable curve) throws IOException {
        return curve == null || info.getPrivateKeyAlgorithm().getParameters() != null ? info
                : new PrivateKeyInfo(
                        new AlgorithmIdentifier(info.getPrivateKeyAlgorithm().getAlgorithm(), curve),
                        info.parsePrivateKey());
    }

    private static String requirePassphrase(@Nullable String passphrase) throws UnreadablePem {
        if (passphrase == null) {
            throw new UnreadablePem("passphraseNeeded", "The private key is encrypted; send its passphrase.");
        }
        return passphrase;
    }

    private static PrivateKey decrypt(PKCS8EncryptedPrivateKeyInfo encrypted, String passphrase) throws UnreadablePem {
        try {
            return privateKey(encrypted.decryptPrivateKeyInfo(
                    new JcePKCSPBEInputDecryptorProviderBuilder().setProvider(new BouncyCastleProvider())
                            .build(passphrase.toCharArray())));
        } catch (PKCSException | RuntimeException e) {
            throw new UnreadablePem("wrongPassphrase", "The private key does not open with this passphrase.");
        }
    }

    private static PrivateKey decrypt(PEMEncryptedKeyPair encrypted, String passphrase) throws UnreadablePem {
        try {
            PEMKeyPair pair = encrypted.decryptKeyPair(new BcPEMDecryptorProvider(passphrase.toCharArray()));
            return privateKey(pair.getPrivateKeyInfo());
        } catch (IOException | RuntimeException e) {
            throw new UnreadablePem("wrongPassphrase", "The private key does not open with this passphrase.");
        }
    }

    private static PrivateKey privateKey(PrivateKeyInfo info) throws UnreadablePem {
        try {
            return PrivateKeys.of(info.getEncoded());
        } catch (IOException e) {
            throw new UnreadablePem("malformedKey", "The private key cannot be decoded.");
        }
    }

    private static X509Certificate certificate(byte[] der) throws UnreadablePem {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new UnreadablePem("malformedCertificate", "A certificate cannot be decoded.");
        }
    }

    /// Private keys of the kinds that TLS 1.3 can sign with.
    static final class PrivateKeys {
        private PrivateKeys() {}

        static PrivateKey of(byte[] pkcs8) throws UnreadablePem {
            for (String algorithm : List.of("EC", "RSA", "RSASSA-PSS", "Ed25519")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                } catch (GeneralSecurityException notThisOne) {
                    // The next one may be.
                }
            }
            throw new UnreadablePem("unsupportedKey",
                    "The private key is of a kind that is not served: use ECDSA P-256, P-384 or P-521, RSA or Ed25519.");
        }
    }

    /// Reads a key from PKCS#8.
    public static PrivateKey privateKey(byte[] pkcs8) throws UnreadablePem {
        return PrivateKeys.of(pkcs8);
    }

    /// Never the keys.
    @Override
    public String toString() {
        return "PemFile[" + certificates.size() + " certificates, " + keys.size() + " keys]";
    }
}
