package dev.postern.tls.spring;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

/// What a handler sees of TLS, and which certificate a name gets; curl and the JDK are the clients.
@Timeout(60)
class TlsSessionParameterTest {
    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        application = SpringApplication.run(TestApplication.class, ("--server.port=0 --postern.tls.bundle=web"
                + " --postern.tls.server-names[shop.example]=shop --postern.tls.server-names[*.wild.example]=wild "
                + TestApplication.bundleArguments() + " " + TestApplication.IDENTITIES.bundle("shop", "shop.example")
                + " "
                + TestApplication.IDENTITIES.bundle("wild", "*.wild.example")).split(" "));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, http/1.1", "--http2, h2"})
    void isTheSameAsParameterAsExchangeAttributeAndInReactorsContext(String version, String protocol) throws Exception {
        assertThat(curl(version, "/everywhere")).isEqualTo("true true true " + protocol);
    }

    @ParameterizedTest
    @CsvSource({"--http1.1", "--http2"})
    void givesSpringsSslInfoASessionId(String version) throws Exception {
        assertThat(curl(version, "/ssl-info")).startsWith("id 64").endsWith("peer none");
    }

    @ParameterizedTest
    @CsvSource({"shop.example, shop.example", "SHOP.example, shop.example", "a.wild.example, *.wild.example",
        "a.b.wild.example, localhost", "wild.example, localhost", "other.example, localhost"})
    void presentsTheCertificateOfTheServerName(String serverName, String subject) throws Exception {
        assertThat(presented(serverName).getSubjectX500Principal().getName()).isEqualTo("CN=" + subject);
    }

    @Test
    void presentsTheNewCertificateAfterAReloadWithoutARestart() throws Exception {
        X509Certificate before = presented("shop.example");
        TestApplication.Identities identities = TestApplication.IDENTITIES;
        identities.issue("renewed", "shop.example");
        move(identities.file("renewed.key"), identities.file("shop.key"));
        move(identities.file("renewed.pem"), identities.file("shop.pem"));

        Instant deadline = Instant.now().plus(Duration.ofSeconds(40));
        while (presented("shop.example").equals(before)) {
            assertThat(Instant.now()).as("Spring's file watcher saw the change").isBefore(deadline);
        }
    }

    private static void move(Path from, Path to) throws Exception {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static int port() {
        return ((WebServerApplicationContext) application).getWebServer().getPort();
    }

    private static String curl(String version, String path) throws Exception {
        Process process = new ProcessBuilder("curl", "--silent", "--show-error", version, "--cacert",
                TestApplication.IDENTITIES.file("web.pem").toString(), "https://localhost:" + port() + path)
                .redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static X509Certificate presented(String serverName) throws Exception {
        List<X509Certificate> seen = new CopyOnWriteArrayList<>();
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[]{new Recording(seen)}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.<SNIServerName>of(new SNIHostName(serverName)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
        }
        return seen.getFirst();
    }

    /// Trusts everybody and remembers whom: the test compares the certificate itself.
    private static final class Recording extends X509ExtendedTrustManager {
        private final List<X509Certificate> seen;

        Recording(List<X509Certificate> seen) {
            this.seen = seen;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {
            seen.add(chain[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
            seen.add(chain[0]);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            seen.add(chain[0]);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
