package dev.postern.interop.engine;

import dev.postern.interop.pki.TestAuthority;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.PeerVerdict;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/// Judges a peer's chain by the JDK's own PKIX rules and one authority.
public final class Trust {
    private final X509TrustManager manager;

    public Trust(TestAuthority authority) {
        try {
            KeyStore roots = KeyStore.getInstance("PKCS12");
            roots.load(null, null);
            roots.setCertificateEntry("root", authority.root());
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(roots);
            manager = (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK offers no PKIX trust manager", e);
        }
    }

    PeerVerdict judge(CertificateChain chain) {
        try {
            manager.checkServerTrusted(chain.certificates().toArray(X509Certificate[]::new), "UNKNOWN");
            return new PeerVerdict.Trusted();
        } catch (CertificateException e) {
            return new PeerVerdict.Refused(AlertDescription.UNKNOWN_CA, String.valueOf(e.getMessage()));
        }
    }
}
