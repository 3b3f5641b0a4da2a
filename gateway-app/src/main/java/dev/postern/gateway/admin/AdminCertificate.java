package dev.postern.gateway.admin;

import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.issuance.SelfSigned;
import dev.postern.gateway.pem.PemText;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.vault.PrivateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// The admin plane's own certificate, as the SSL bundle `postern-admin`. Until an operator names another bundle it is a self-signed
/// leaf of this run; its fingerprint is logged and its certificate laid into the data directory, so that nobody has to trust blindly.
///
/// Whoever serves the admin plane takes the bundle by its name, so the server can change without this.
@Component
final class AdminCertificate implements SslBundleRegistrar {
    private static final Logger LOG = LoggerFactory.getLogger(AdminCertificate.class);
    private static final String BUNDLE = "postern-admin";
    private static final Duration VALIDITY = Duration.ofDays(397);

    private final PosternProperties settings;

    AdminCertificate(PosternProperties settings) {
        this.settings = settings;
    }

    @Override
    public void registerBundles(SslBundleRegistry registry) {
        Issued issued = SelfSigned.issue(List.of("localhost", "postern-admin"), List.of("127.0.0.1", "::1"),
                Instant.now(), VALIDITY);
        try {
            PrivateFile.replace(settings.dataDir().resolve("admin-cert.pem"), PemText.of(issued.chain()));
            LOG.info("Admin plane: self-signed certificate, SHA-256 {}", fingerprint(issued.chain().getFirst()));
            registry.registerBundle(BUNDLE, SslBundle.of(SslStoreBundle.of(keyStore(issued), "", null)));
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + settings.dataDir() + " cannot be written", e);
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
