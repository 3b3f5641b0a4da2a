package dev.postern.interop.gateway;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
import java.util.Map;

/// The gateway's REST API, with the token and the certificate that it laid into its data directory.
final class AdminApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration WAIT = Duration.ofSeconds(60);

    private final String origin;
    private final String token;
    private final HttpClient http;

    AdminApi(int port, Path data) {
        try {
            origin = "https://localhost:" + port;
            token = Files.readString(data.resolve("admin-token")).strip();
            http = HttpClient.newBuilder().sslContext(trusting(data.resolve("admin-cert.pem"))).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the admin plane's certificate or token cannot be read", e);
        }
    }

    private static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            store.setCertificateEntry("admin", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    JsonNode get(String path) {
        return JSON.readTree(send(request(path).GET()).body());
    }

    /// @return the new object's id
    String create(String path, Map<String, ?> object) {
        return JSON.readTree(send(request(path).POST(body(object))).body()).get("id").asString();
    }

    void patch(String path, Map<String, ?> change) {
        String tag = send(request(path).GET()).headers().firstValue("ETag").orElseThrow();
        send(request(path).header("If-Match", tag).method("PATCH", body(change)));
    }

    void put(String path, Map<String, ?> object) {
        send(request(path).header("If-Match", "*").PUT(body(object)));
    }

    /// What takes nothing but a word.
    void post(String path) {
        send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path)).timeout(WAIT)
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher body(Map<String, ?> object) {
        return HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(object));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new AssertionError(response + ": " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new AssertionError("the admin plane did not answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while asking the admin plane", e);
        }
    }
}
