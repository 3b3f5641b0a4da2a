package dev.postern.gateway.probe;

import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.certificate.TrustedCertificates;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/// What a chain says and whether it would be trusted.
final class Chains {
    private final ProbeTarget target;

    Chains(ProbeTarget target) {
        this.target = target;
    }

    Report.Certificate describe(CertificateChain chain) {
        X509Certificate leaf = chain.leaf();
        String verdict = verdict(chain);
        return new Report.Certificate(leaf.getSubjectX500Principal().getName(),
                leaf.getIssuerX500Principal().getName(), leaf.getNotAfter().toInstant().toString(),
                chain.certificates().size(), verdict == null, verdict);
    }

    private @Nullable String verdict(CertificateChain chain) {
        try {
            return switch (new TrustedCertificates(anchors(target.anchors())).verifyServer(chain, target.serverName(),
                    System.currentTimeMillis())) {
                case PeerVerdict.Trusted _ -> null;
                case PeerVerdict.Refused refused -> refused.sentence();
            };
        } catch (GeneralSecurityException | IOException | IllegalArgumentException unreadable) {
            return "the trusted certificates cannot be read: " + unreadable.getMessage();
        }
    }

    private static Set<X509Certificate> anchors(@Nullable Path file) throws GeneralSecurityException, IOException {
        if (file == null) {
            return ofTheJdk();
        }
        try (InputStream in = Files.newInputStream(file)) {
            Set<X509Certificate> read = new HashSet<>();
            CertificateFactory.getInstance("X.509").generateCertificates(in)
                    .forEach(certificate -> read.add((X509Certificate) certificate));
            return read;
        }
    }

    private static Set<X509Certificate> ofTheJdk() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return new HashSet<>(Stream.of(factory.getTrustManagers()).filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers())).toList());
    }
}
