package dev.postern.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.test.web.reactive.server.WebTestClient;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// A whole gateway in this JVM: real database in a folder, real TLS on a free port.
public final class TestGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static volatile Function<Path, List<String>> database = TestGateway::inItsFolder;

    private final ConfigurableApplicationContext context;
    private final Path folder;
    private final int port;

    private TestGateway(ConfigurableApplicationContext context, Path folder) {
        this.context = context;
        this.folder = folder;
        this.port = ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
    }

    /// From now on; for those that are not told where their database is.
    ///
    /// @param url of the database of a data directory
    public static void keepDatabasesAt(Function<Path, String> url) {
        database = folder -> List.of("--spring.datasource.url=" + url.apply(folder));
    }

    public static void keepDatabasesInTheirFolders() {
        database = TestGateway::inItsFolder;
    }

    private static List<String> inItsFolder(Path folder) {
        return List.of();
    }

    public static TestGateway start(Path folder, String... more) {
        return start(folder, Clock.systemUTC(), more);
    }

    /// One whose clock is not the machine's.
    public static TestGateway start(Path folder, Clock clock, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        // An option that is given twice counts as a list of both.
        Stream.concat(database.apply(folder).stream(),
                Stream.of("--postern.data-dir=" + folder, "--server.port=0", "--postern.listeners[0].bind=127.0.0.1:0",
                        "--postern.leave.drain=1s"))
                .filter(option -> !isGiven(option, more)).forEach(arguments::add);
        SpringApplication application = new SpringApplication(GatewayApplication.class);
        application.addInitializers(context -> ((GenericApplicationContext) context).registerBean("testClock",
                Clock.class, () -> clock, definition -> definition.setPrimary(true)));
        return new TestGateway(application.run(arguments.toArray(String[]::new)), folder);
    }

    private static boolean isGiven(String option, String... given) {
        String name = option.substring(0, option.indexOf('=') + 1);
        return Stream.of(given).anyMatch(one -> one.startsWith(name));
    }

    /// One whose listeners are those of the options alone.
    public static TestGateway startWith(Path folder, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--postern.data-dir=" + folder, "--server.port=0"));
        if (!isGiven("--postern.leave.drain=", options)) {
            arguments.add("--postern.leave.drain=1s");
        }
        return new TestGateway(
                new SpringApplication(GatewayApplication.class).run(arguments.toArray(String[]::new)), folder);
    }

    /// One that is told its settings by environment variables, as a container is, and by nothing of this process's own environment.
    public static TestGateway startIn(Path folder, Map<String, String> variables, String... options) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.<String, Object>copyOf(variables)));
        SpringApplication application = new SpringApplication(GatewayApplication.class);
        application.setEnvironment(environment);
        return new TestGateway(application.run(options), folder);
    }

    public int port() {
        return port;
    }

    /// The file that clients of the admin plane trust.
    public Path adminCertificate() {
        return folder.resolve("admin-cert.pem");
    }

    public String url() {
        return "https://localhost:" + port;
    }

    public String token() {
        try {
            return Files.readString(folder.resolve("admin-token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A client with the admin token.
    public WebTestClient admin() {
        return stranger().mutate().defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token()).build();
    }

    /// A client without any credential. It trusts the certificate that the gateway laid into its data directory, and no other.
    public WebTestClient stranger() {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trust()).build();
        return WebTestClient.bindToServer(new JdkClientHttpConnector(http)).baseUrl(url()).responseTimeout(PATIENCE)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(4 << 20)).build();
    }

    /// Trusts the certificate that the gateway laid into its data directory, and no other.
    public SSLContext trust() {
        try (InputStream pem = Files.newInputStream(adminCertificate())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("admin", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
