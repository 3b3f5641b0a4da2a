package dev.postern.tls.spring;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.LocalSigner;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.netty.TlsPolicy;
import dev.postern.tls.netty.TlsPolicySelector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/// An application that chooses its policies itself: one bean instead of bundles, and it may take its time.
@Timeout(60)
class OwnPolicySelectorTest {
    private static ConfigurableApplicationContext application;

    @Configuration(proxyBeanMethods = false)
    static class Own {
        /// Looks its answer up, as in a database that answers later and on another thread: by what the client offers, not by its name alone.
        @Bean
        TlsPolicySelector own(EngineEnvironment environment) {
            TlsPolicy modern = policy("modern.example", environment);
            TlsPolicy old = policy("old.example", environment);
            return hello -> Mono.delay(Duration.ofMillis(30)).flatMap(later -> {
                if ("nobody.example".equals(hello.serverName())) {
                    return Mono.error(new TlsAlert(AlertDescription.ACCESS_DENIED, Fault.PEER_INCOMPATIBLE,
                            "that name is not served to anybody"));
                }
                return Mono.just(hello.applicationProtocols().contains("h2") ? modern : old);
            }).toFuture();
        }

        private static TlsPolicy policy(String name, EngineEnvironment environment) {
            TestApplication.IDENTITIES.issue(name, name);
            try {
                var chain = PemContent.load(TestApplication.IDENTITIES.file(name + ".pem")).getCertificates();
                var key = PemContent.load(TestApplication.IDENTITIES.file(name + ".key")).getPrivateKey();
                return TlsPolicy.of(name, TlsServerConfig
                        .with(LocalSigner.credential(new CertificateChain(chain), Objects.requireNonNull(key),
                                environment.crypto(), environment.random()))
                        .applicationProtocols("h2", "http/1.1").build());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeAll
    static void start() {
        SpringApplication starting = new SpringApplication(TestApplication.class, Own.class);
        application = starting.run("--server.port=0");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static String curl(String... options) throws IOException, InterruptedException {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        ProcessBuilder curl = new ProcessBuilder("curl", "-skv", "--resolve", "*:" + port + ":127.0.0.1");
        for (String option : options) {
            curl.command().add(option.replace("{port}", Integer.toString(port)));
        }
        Process process = curl.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void choosesByWhatTheClientHelloOffers() throws Exception {
        assertThat(curl("--http2", "https://any.example:{port}/held")).contains("CN=modern.example", "phase=CONFIRMED");
        assertThat(curl("--http1.1", "https://any.example:{port}/held")).contains("CN=old.example", "phase=CONFIRMED");
    }

    @Test
    void refusesWithTheAlertOfItsChoice() throws Exception {
        assertThat(curl("https://nobody.example:{port}/held")).contains("access denied").doesNotContain("phase=");
    }

    @Test
    void needsNoBundle() {
        assertThat(application.getBeansOfType(TlsPolicySelector.class)).containsOnlyKeys("own");
        assertThat(application.getBeansOfType(BundlePolicies.class)).isEmpty();
    }
}
