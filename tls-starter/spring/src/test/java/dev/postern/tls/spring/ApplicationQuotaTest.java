package dev.postern.tls.spring;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.netty.TlsSession;
import dev.postern.tls.spring.SteppedClient.Protocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// A filter of an application's own that charges clients by their address: an attacker who replays what a victim sent early uses up nobody's
/// quota, though the page itself may be shown to him.
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ApplicationQuotaTest {
    private static final int PATIENCE_SECONDS = 30;
    /// What happened, in its order.
    private static final BlockingQueue<String> LEDGER = new LinkedBlockingQueue<>();
    private static ConfigurableApplicationContext application;

    @Configuration(proxyBeanMethods = false)
    static class Quotas {
        /// As the guide for early data has it (`docs/operations/early-data.md`).
        @Bean
        @Order(0)
        WebFilter charging() {
            return (exchange, chain) -> {
                TlsSession session = exchange.getAttribute(TlsSession.class.getName());
                Mono<Void> confirmed = session == null ? Mono.empty() : session.confirmed();
                String client = client(exchange.getRequest());
                confirmed.subscribe(null, _ -> LEDGER.add("spared " + client), () -> LEDGER.add("charged " + client));
                return chain.filter(exchange);
            };
        }

        /// What its handler would do early waits nevertheless.
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        WebFilter careful() {
            return (exchange, chain) -> {
                TlsSession session = exchange.getAttribute(TlsSession.class.getName());
                return session != null && exchange.getRequest().getURI().getPath().startsWith("/page/careful")
                        ? session.confirmed().then(chain.filter(exchange))
                        : chain.filter(exchange);
            };
        }

        private static String client(ServerHttpRequest request) {
            return request.getRemoteAddress().getAddress().getHostAddress() + " " + request.getPath();
        }
    }

    @RestController
    static class Pages {
        @GetMapping("/page/{name}")
        @EarlyDataSafe
        String page(@PathVariable String name) {
            LEDGER.add("served /page/" + name);
            return "page " + name + ".";
        }
    }

    @BeforeAll
    static void start() {
        application = new SpringApplication(TestApplication.class, Quotas.class, Pages.class)
                .run(("--server.port=0 --postern.tls.bundle=web --postern.tls.early-data.accept=true"
                        + " --postern.tls.early-data.issue-max-bytes=16384 " + TestApplication.bundleArguments())
                        .split(" "));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void forget() {
        LEDGER.clear();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    @EarlyDataRule("2.10")
    void chargesEarlyRequestsWhenTheyAreConfirmedAndNotBefore(Protocol protocol) throws Exception {
        try (SteppedClient client = SteppedClient.early(application, protocol, "/page/one", "/page/two")) {
            client.untilText("page one.");
            client.untilText("page two.");
            assertThat(happened(2)).as("before Finished").containsExactly("served /page/one", "served /page/two");
            assertThat(LEDGER).isEmpty();
            client.finish();
            assertThat(happened(2)).as("behind it").containsExactlyInAnyOrder("charged 127.0.0.1 /page/one",
                    "charged 127.0.0.1 /page/two");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    @EarlyDataRule("2.10")
    void chargesALateRequestAtOnce(Protocol protocol) throws Exception {
        try (SteppedClient client = SteppedClient.late(application, protocol).get("/page/one")) {
            client.untilText("page one.");
            assertThat(happened(2)).containsExactly("charged 127.0.0.1 /page/one", "served /page/one");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    @EarlyDataRule("2.10")
    void chargesNobodyForAnEarlyRequestWhoseFinishedIsWrong(Protocol protocol) throws Exception {
        try (SteppedClient client = SteppedClient.early(application, protocol, "/page/one")) {
            client.untilText("page one.");
            assertThat(happened(1)).containsExactly("served /page/one");
            client.finishWrongly();
            assertThat(happened(1)).containsExactly("spared 127.0.0.1 /page/one");
        }
        assertThat(LEDGER).isEmpty();
    }

    /// Whoever replays a flight has no keys to finish with, and knows it.
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void chargesNobodyForAnEarlyRequestOfWhoGoesAwayInsteadOfFinishing(Protocol protocol) throws Exception {
        try (SteppedClient client = SteppedClient.early(application, protocol, "/page/one")) {
            client.untilText("page one.");
        }
        assertThat(happened(2)).containsExactly("served /page/one", "spared 127.0.0.1 /page/one");
        assertThat(LEDGER).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aFilterMayHoldWhatItsHandlerWouldDoEarly(Protocol protocol) throws Exception {
        try (SteppedClient client = SteppedClient.early(application, protocol, "/page/one", "/page/careful")) {
            client.untilText("page one.");
            assertThat(happened(1)).as("before Finished").containsExactly("served /page/one");
            client.finish().untilText("page careful.");
            assertThat(happened(3)).as("behind it").containsExactly("charged 127.0.0.1 /page/one",
                    "charged 127.0.0.1 /page/careful", "served /page/careful");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void whatAFilterHoldsReachesNobodyWhereFinishedIsWrong(Protocol protocol, CapturedOutput output) throws Exception {
        try (SteppedClient client = SteppedClient.early(application, protocol, "/page/careful")) {
            client.finishWrongly();
            assertThat(happened(1)).containsExactly("spared 127.0.0.1 /page/careful");
        }
        assertThat(LEDGER).isEmpty();
        assertThat(output.getAll()).as("nor does it fill the log").doesNotContain("500 Server Error");
    }

    private static List<String> happened(int count) throws InterruptedException {
        List<String> happened = new ArrayList<>();
        while (happened.size() < count) {
            String next = LEDGER.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("something behind %s", happened).isNotNull();
            happened.add(next);
        }
        return happened;
    }
}
