package dev.postern.examples.config;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;

/// The admin plane of a gateway, as its operator uses it.
final class GatewayAdmin {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private final Path data;
    private final String url;
    private final HttpClient client;

    GatewayAdmin(Path data, String port) throws IOException, GeneralSecurityException {
        this.data = data;
        this.url = "https://localhost:" + port;
        this.client = HttpClient.newBuilder().sslContext(trusting(data.resolve("admin-cert.pem"))).build();
    }

    static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            store.setCertificateEntry("trusted", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    HttpResponse<String> refresh() throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url + "/actuator/refresh")).timeout(PATIENCE)
                .header("Authorization", "Bearer " + Files.readString(data.resolve("admin-token")).strip())
                .POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }
}
