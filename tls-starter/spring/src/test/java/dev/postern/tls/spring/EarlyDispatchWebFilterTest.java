package dev.postern.tls.spring;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.netty.TlsSession;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.reactive.UrlHandlerFilter;
import org.springframework.web.server.WebFilter;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// A filter that changes the request changes who will handle it, and so whether it may act early.
@Timeout(60)
class EarlyDispatchWebFilterTest {
    private static ConfigurableApplicationContext application;
    private static ConfigurableApplicationContext tooEarly;

    @Configuration(proxyBeanMethods = false)
    static class Mutating {
        /// Of no order, and defined behind all of the starter's.
        @Bean
        static BeanDefinitionRegistryPostProcessor withoutTrailingSlash() {
            return registry -> registry.registerBeanDefinition("withoutSlash", new RootBeanDefinition(WebFilter.class,
                    () -> UrlHandlerFilter.trailingSlashHandler("/pages/**").mutateRequest().build()));
        }

        /// As one that lets no header through that it does not know.
        @Bean
        WebFilter withoutMark() {
            return (exchange, chain) -> chain.filter(exchange.mutate()
                    .request(request -> request.headers(headers -> headers.remove("Early-Data"))).build());
        }

        @RestController
        static class Archive {
            @GetMapping("/pages/{*rest}")
            @EarlyDataSafe
            String page(TlsSession session) {
                return "page " + session.phase() + "#";
            }

            @GetMapping("/pages/once")
            String once(TlsSession session) {
                return "once " + session.phase() + "#";
            }
        }
    }

    @BeforeAll
    static void start() {
        application = run("hold");
        tooEarly = run("too-early");
    }

    @AfterAll
    static void stop() {
        application.close();
        tooEarly.close();
    }

    @Test
    @EarlyDataRule("2.8")
    void holdsWhatAFilterMadeARequestForAnUnmarkedHandler() throws Exception {
        try (EngineSocket client = early(application)) {
            client.start(get("/pages/once/"));
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            assertThat(client.text()).isEmpty();
            client.flush();

            assertThat(client.untilText("#")).endsWith("once CONFIRMED#");
        }
    }

    @Test
    @EarlyDataRule("2.8")
    void letsASafeHandlerActBeforeFinishedWhateverFiltersChanged() throws Exception {
        try (EngineSocket client = early(application)) {
            client.start(get("/pages/other/"));

            assertThat(client.untilText("#")).endsWith("page EARLY#");
        }
    }

    @Test
    void answersWithTooEarlyWhereThatIsConfigured() throws Exception {
        try (EngineSocket client = early(tooEarly)) {
            client.start(get("/pages/once/"));

            assertThat(client.untilText("HTTP/1.1")).contains("425");
        }
        try (EngineSocket client = early(tooEarly)) {
            client.start(get("/pages/other/"));

            assertThat(client.untilText("#")).endsWith("page EARLY#");
        }
    }

    @Test
    void aRequestThatAnIntermediaryMarkedEarlyIsAnsweredOnlyByASafeHandlerWhateverFiltersChanged() throws Exception {
        try (EngineSocket client = open(application, List.of())) {
            client.handshake().send(get("/pages/once/", "Early-Data: 1\r\n"));
            assertThat(client.untilText("HTTP/1.1")).contains("425");
        }
        try (EngineSocket client = open(application, List.of())) {
            client.handshake().send(get("/pages/other/", "Early-Data: 1\r\n"));
            assertThat(client.untilText("#")).endsWith("page CONFIRMED#");
        }
    }

    private static String get(String path) {
        return get(path, "");
    }

    private static String get(String path, String header) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n";
    }

    private static ConfigurableApplicationContext run(String action) {
        return new SpringApplication(TestApplication.class, Mutating.class)
                .run(("--server.port=0 --postern.tls.bundle=web --postern.tls.early-data.default-action=" + action
                        + " --postern.tls.early-data.issue-max-bytes=16384 --postern.tls.early-data.accept=true "
                        + TestApplication.bundleArguments()).split(" "));
    }

    private static EngineSocket early(ConfigurableApplicationContext context) throws IOException {
        try (EngineSocket client = open(context, List.of())) {
            client.handshake().until(() -> !client.sessions.isEmpty());
            return open(context, List.of(client.sessions.getFirst()));
        }
    }

    private static EngineSocket open(ConfigurableApplicationContext context, List<ClientSession> tickets)
            throws IOException {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return new EngineSocket(context.getBean(EngineEnvironment.class), port, TlsClientConfig.to("localhost")
                .applicationProtocols("http/1.1").sessions(tickets).earlyData(!tickets.isEmpty()).build());
    }
}
