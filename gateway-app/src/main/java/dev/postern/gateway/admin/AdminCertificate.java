package dev.postern.gateway.admin;

import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.pem.PemText;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.vault.PrivateFile;
import dev.postern.gateway.vault.Vault;
import dev.postern.tls.spring.TlsConfigurationException;
import dev.postern.tls.spring.TlsProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HexFormat;

/// The admin plane's certificate until an operator gives one: a self-signed leaf, kept over restarts, as the SSL bundle that
/// `postern.tls.bundle` names by default. Its fingerprint is logged and its certificate laid into the data directory, so that nobody has to trust blindly.
@Component
final class AdminCertificate implements SslBundleRegistrar {
    static final String BUNDLE = "postern-admin";
    private static final Logger LOG = LoggerFactory.getLogger(AdminCertificate.class);

    private final PosternProperties settings;
    private final boolean wanted;
    private final Vault vault;
    private final Clock clock;

    AdminCertificate(PosternProperties settings, TlsProperties tls, Vault vault, Clock clock) {
        this.settings = settings;
        this.wanted = BUNDLE.equals(tls.bundle());
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public void registerBundles(SslBundleRegistry registry) {
        Path file = settings.dataDir().resolve("admin-cert.pem");
        try {
            if (!wanted) {
                // It would tell clients to trust what is not served.
                Files.deleteIfExists(file);
                return;
            }
            Issued issued = new KeptLeaf(settings.dataDir().resolve("admin-certificate"), vault).at(clock.instant());
            PrivateFile.replace(file, PemText.of(issued.chain()));
            LOG.info("Admin plane: self-signed certificate, SHA-256 {}", fingerprint(issued.chain().getFirst()));
            registry.registerBundle(BUNDLE, SslBundle.of(SslStoreBundle.of(keyStore(issued), "", null)));
        } catch (IOException e) {
            throw new TlsConfigurationException(
                    "The admin plane's certificate cannot be written to %s: %s".formatted(file, e.getMessage()),
                    "Let the process write to its data directory, or name another in POSTERN_DATA_DIR.", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the admin plane's certificate cannot be made", e);
        }
    }

    private static KeyStore keyStore(Issued issued) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("admin", issued.privateKey(), new char[0], issued.chain().toArray(Certificate[]::new));
        return store;
    }

    private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        return HexFormat.ofDelimiter(":").withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
}
