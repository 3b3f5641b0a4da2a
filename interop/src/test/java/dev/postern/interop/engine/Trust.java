package dev.postern.interop.engine;

import dev.postern.interop.pki.TestAuthority;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.certificate.PinnedKeys;
import dev.postern.tls.certificate.RawPublicKey;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Judges a peer's chain by the JDK's own PKIX rules and one authority; a raw public key, if it is the one that is known.
public final class Trust {
    private final X509TrustManager manager;
    private final Optional<PinnedKeys> known;

    public Trust(TestAuthority authority) {
        this(authority, Optional.empty());
    }

    private Trust(TestAuthority authority, Optional<PinnedKeys> known) {
        this.known = known;
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

    /// @param key the one raw public key that is trusted
    public static Trust in(TestAuthority authority, RawPublicKey key) {
        return new Trust(authority, Optional.of(new PinnedKeys(List.of(key.sha256()))));
    }

    PeerVerdict judge(KeyHolder peer) {
        return switch (peer) {
            case CertificateChain chain -> judge(chain);
            case RawPublicKey key -> known.map(pins -> pins.verify(key)).orElseGet(
                    () -> new PeerVerdict.Refused(AlertDescription.UNSUPPORTED_CERTIFICATE, "no raw key is known"));
        };
    }

    private PeerVerdict judge(CertificateChain chain) {
        try {
            manager.checkServerTrusted(chain.certificates().toArray(X509Certificate[]::new), "UNKNOWN");
            return new PeerVerdict.Trusted();
        } catch (CertificateException e) {
            return new PeerVerdict.Refused(AlertDescription.UNKNOWN_CA, String.valueOf(e.getMessage()));
        }
    }
}
